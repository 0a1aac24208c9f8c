import { z } from "zod";
import { parsedJson } from "../../report/parsed-json";

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

/** What became of one resource's planned action. */
export const results = ["done", "failed", "unknown", "not begun"] as const;
export type Result = (typeof results)[number];

export interface AppliedResource {
  readonly address: string;
  /** Terraform's own word. */
  readonly action: string;
  readonly result: Result;
}

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
  const parsed = lineSchema.safeParse(parsedJson(line));
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
  return planned.map((plan) => {
    const { address, action } = plan;
    const own = events.filter((event) => event.address === address);
    const result = hasSucceeded ? "done" : resultOf(plan, own);
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

/** What Terraform does one after the other; a replacement has two parts. */
function partsOf({ action }: ApplyEvent): readonly string[] {
  return action === "replace" ? ["delete", "create"] : [action];
}

/**
 * A deposed object has its resource's address, and nothing in the log tells the two apart. So of a part that is
 * planned twice, one end isn't known to be this one's; only when all of them are done, this one is.
 *
 * @param own what is planned for the address, and what has happened to it
 */
function resultOf(plan: ApplyEvent, own: readonly ApplyEvent[]): Result {
  const results = partsOf(plan).map((part): Result => {
    const planned = own.filter((each) => each.kind === "planned" && partsOf(each).includes(part));
    const count = (kind: ApplyEvent["kind"]) =>
      own.filter((event) => event.kind === kind && event.action === part).length;
    if (count("failed") > 0) return planned.length > 1 ? "unknown" : "failed";
    if (count("done") >= planned.length) return "done";
    return count("begun") > 0 ? "unknown" : "not begun";
  });
  const [first = "not begun"] = results;
  if (results.includes("failed")) return "failed";
  return results.every((result) => result === first) ? first : "unknown";
}
