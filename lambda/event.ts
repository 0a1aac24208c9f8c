import * as z from "zod";
import type { RollbackRequest } from "../src/operations/rollback/rollback";
import { defaultWatchLimits, type RolloutRequest } from "../src/operations/rollout/rollout";

const rollbackSchema = z.strictObject({
  /** Why: whoever meets the hold reads it. */
  rollback: z.string().regex(/^(?=.*\S)[^\p{C}]{3,300}$/u),
  /** Run id of the rollout that it goes back before; the newest restore point without it. */
  to: z
    .string()
    .regex(/^[A-Za-z0-9._:-]{1,64}$/)
    .optional(),
  dryRun: z.literal(true).optional(),
});

const rolloutSchema = z.union([
  z.strictObject({}),
  z.strictObject({ dryRun: z.literal(true) }),
  z.strictObject({ commandId: z.guid() }),
]);

/** The event is none of those that the function knows. */
export class EventError extends Error {
  override readonly name = "EventError";
}

/** What an event asks for. */
export type FunctionRequest =
  | { readonly rollout: RolloutRequest }
  | { readonly rollback: RollbackRequest };

/**
 * What an event asks for: `{}` a rollout, `{"dryRun": true}` what one would send, `{"commandId": "…"}` to resume one,
 * and `{"rollback": "why"}` the way back, or to watch on one that has begun; with `"to"` and `"dryRun"`, too.
 *
 * @throws EventError that repeats the event and says what is allowed
 */
export function requestOf(event: unknown): FunctionRequest {
  const back = rollbackSchema.safeParse(event).data;
  if (back !== undefined)
    return {
      rollback: {
        kind: "rollback",
        to: back.to ?? null,
        reason: back.rollback,
        dryRun: back.dryRun ?? false,
        // Whoever presses Test has decided.
        agrees: async () => true,
        pollIntervalMs: 15_000,
        watchTimeoutMs: defaultWatchLimits.watchTimeoutMs,
      },
    };
  const { data, success } = rolloutSchema.safeParse(event);
  if (!success) {
    throw new EventError(
      `The event is ${shown(event)}, and nothing was sent. Write {} for a rollout, {"dryRun": true} to see what one would send, {"commandId": "…"} with the id of a command to resume its rollout, or {"rollback": "…"} with the reason to go back to the newest restore point`,
    );
  }
  if ("commandId" in data)
    return { rollout: { kind: "resume", commandId: data.commandId, ...defaultWatchLimits } };
  return {
    rollout: {
      kind: "start",
      dryRun: "dryRun" in data,
      allowOffline: false,
      commit: null,
      gate: { open: true, note: "No drift check gates a rollout that this function starts" },
      ...defaultWatchLimits,
    },
  };
}

const longestShown = 300;

function shown(event: unknown): string {
  const text = JSON.stringify(event) ?? "missing";
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
