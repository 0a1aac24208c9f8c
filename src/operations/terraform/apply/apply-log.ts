import { constants } from "node:os";
import * as z from "zod";
import { parsedJson } from "../../report/parsed-json";
import { errorsIn } from "../diagnosis/diagnostics";

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

/**
 * How Terraform ended: its exit code, or the signal that ended it. `not begun`: it wasn't started, because
 * of an interrupt or of the system. `not seen`: whoever waited for it was killed, so nobody knows.
 */
export type TerraformEnd = number | NodeJS.Signals | "not begun" | "not seen";

/** @param code as in a shell: 128 and more for a signal */
export function terraformEnd(code: number | undefined, hasBegun: boolean): TerraformEnd {
  if (code === undefined) return "not seen";
  if (!hasBegun) return "not begun";
  const signals = Object.entries(constants.signals) as [NodeJS.Signals, number][];
  return signals.find(([, number]) => number === code - 128)?.[0] ?? code;
}

/**
 * Whether Terraform has ended as it should, well or not: what it says of resources and of the state is then
 * true. Only 0 and 1 are its own exit codes; a shell's 126 and 127 mean that it can't be run. A crash has others.
 */
export function isOrderly(end: TerraformEnd, log: string): boolean {
  const hasCrashed = /^panic: |TERRAFORM CRASH/m.test(log);
  return end === "not begun" || ([0, 1, 126, 127].includes(Number(end)) && !hasCrashed);
}

export function endText(end: TerraformEnd): string {
  if (typeof end === "number") return `exit code ${end}`;
  if (end === "not begun") return "it was not begun";
  return end === "not seen" ? "by something that nobody saw" : `by ${end}`;
}

const lossOfPlugin = ["Plugin did not respond", "Request cancelled", "Plugin error"];

/**
 * Whether a resource that Terraform calls failed may be done all the same: its provider has died or was cut off
 * after it was asked. Terraform doesn't say which resource that was, so it's each without an error of its own.
 */
export function isLost(address: string, log: string): boolean {
  const errors = errorsIn(log);
  const hasOwn = errors.some((error) => error.address === address && !isLoss(error));
  return !hasOwn && errors.some(isLoss);
}

function isLoss({ summary }: { readonly summary: string }): boolean {
  return lossOfPlugin.includes(summary);
}
