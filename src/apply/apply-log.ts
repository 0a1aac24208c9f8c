import { z } from "zod";
import type { AppliedResource, Result } from "./report";

/**
 * The lines of `terraform apply -json` that say what became of a resource. They may hold an id or, at the
 * end, the outputs' values: nothing of that is read.
 * https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
const resource = z.object({ addr: z.string() });
const plannedSchema = z.object({
  type: z.literal("planned_change"),
  change: z.object({ resource, action: z.string() }),
});
const hookSchema = z.object({
  type: z.enum(["apply_start", "apply_complete", "apply_errored"]),
  hook: z.object({ resource, action: z.string(), elapsed_seconds: z.number().optional() }),
});
const lineSchema = z.union([plannedSchema, hookSchema]);

/** What one line of the log says about a resource. */
export interface ApplyEvent {
  readonly kind: "planned" | "begun" | "done" | "failed";
  readonly address: string;
  readonly action: string;
  readonly seconds: number | undefined;
}

const kinds = {
  apply_start: "begun",
  apply_complete: "done",
  apply_errored: "failed",
} as const;

/** A data source that is read during apply changes nothing. */
const harmless = ["read", "noop"];

/** What a line says; undefined for any other line. */
export function applyEvent(line: string): ApplyEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  const parsed = lineSchema.safeParse(jsonOf(line));
  if (!parsed.success) return undefined;
  const { data } = parsed;
  const { resource, action } = data.type === "planned_change" ? data.change : data.hook;
  if (harmless.includes(action)) return undefined;
  const address = resource.addr;
  return data.type === "planned_change"
    ? { kind: "planned", address, action, seconds: undefined }
    : { kind: kinds[data.type], address, action, seconds: data.hook.elapsed_seconds };
}

/**
 * What became of every resource that the plan changes.
 *
 * @param hasSucceeded whether Terraform has ended well: then what it has no more to say about is done, such
 *   as a move, which is nothing but a change of the state
 */
export function resourcesIn(log: string, hasSucceeded: boolean): AppliedResource[] {
  const events = eventsIn(log);
  const planned = events.filter(({ kind }) => kind === "planned");
  const isCut = wasCutShort(log);
  return planned.map(({ address, action }) => {
    const own = events.filter((event) => event.address === address && event.kind !== "planned");
    const result = hasSucceeded ? "done" : resultOf(action, own);
    // Terraform calls failed what it has left alone then.
    return { address, action, result: isCut && result === "failed" ? "unknown" : result };
  });
}

/** Whether Terraform has begun to change anything but the state. */
export function hasBegun(log: string): boolean {
  return eventsIn(log).some(({ kind }) => kind !== "planned");
}

/** Whether a second interrupt has ended Terraform at once, in the middle of what it had begun. */
export function wasCutShort(log: string): boolean {
  return /Two interrupts received/.test(log);
}

/** What Terraform says when it could not write the state back; it keeps it in a file. */
export function failedToSaveState(log: string): boolean {
  return /Failed to (save|persist) state|Error saving state|errored\.tfstate/i.test(log);
}

function eventsIn(log: string): ApplyEvent[] {
  return log.split("\n").flatMap((line) => applyEvent(line) ?? []);
}

/** A replacement has two parts. */
function resultOf(action: string, own: readonly ApplyEvent[]): Result {
  const count = (kind: ApplyEvent["kind"]) => own.filter((event) => event.kind === kind).length;
  if (count("failed") > 0) return "failed";
  const parts = action === "replace" ? 2 : 1;
  if (count("done") >= parts) return "done";
  return count("begun") > 0 ? "unknown" : "not begun";
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The last line may be half written.
    return undefined;
  }
}
