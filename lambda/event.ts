import { z } from "zod";
import { defaultWatchLimits, type RolloutRequest } from "../src/operations/rollout/rollout";

const eventSchema = z.union([
  z.strictObject({}),
  z.strictObject({ dryRun: z.literal(true) }),
  z.strictObject({ commandId: z.guid() }),
]);

/** The event is none of those that the function knows. */
export class EventError extends Error {
  override readonly name = "EventError";
}

/**
 * What an event asks for: `{}` a rollout, `{"dryRun": true}` what one would send, and
 * `{"commandId": "…"}` to resume one.
 *
 * @throws EventError that repeats the event and says what is allowed
 */
export function requestOf(event: unknown): RolloutRequest {
  const { data, success } = eventSchema.safeParse(event);
  if (!success) {
    throw new EventError(
      `The event is ${shown(event)}, and nothing was sent. Write {} for a rollout, {"dryRun": true} to see what one would send, or {"commandId": "…"} with the id of a command to resume its rollout`,
    );
  }
  if ("commandId" in data)
    return { kind: "resume", commandId: data.commandId, ...defaultWatchLimits };
  return {
    kind: "start",
    dryRun: "dryRun" in data,
    allowOffline: false,
    commit: null,
    gate: { open: true, note: "No drift check gates a rollout that this function starts" },
    ...defaultWatchLimits,
  };
}

const longestShown = 300;

function shown(event: unknown): string {
  const text = JSON.stringify(event) ?? "missing";
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
