import { rmSync, statSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { parsedJson } from "../../report/parsed-json";
import { TerraformProcess } from "../processes/terraform-process";
import { ignoredVariables } from "../variables";
import { committedLockFile, lockFileName } from "./providers";

/** What whoever plans should know beforehand, each in a line. */
export function notices(): string[] {
  const ignored = ignoredVariables();
  return [
    committedLockFile() === undefined
      ? `There is no ${lockFileName}, so nothing proves that the providers are the ones that were reviewed: CONTRIBUTING.md says how to make it, once`
      : "",
    ignored.length > 0
      ? `Not used, because it could falsify the plan or log what it holds: ${ignored.join(", ")}`
      : "",
  ].filter((notice) => notice !== "");
}

const lookIntervalMs = 500;
/** The first silence that is told of; the next one is when it has lasted twice as long, and so on. */
const silenceMs = 30_000;

/**
 * Tells people, until it is disposed of, what Terraform waits for: once, that it is the lock of the state; and while it
 * says nothing, that AWS may be answering with errors, which the provider repeats without a word, 25 times by default
 * and up to 20 s apart.
 *
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs#max_retries
 *
 * @param control the folder that terraform.sh is going to write to
 * @param command what is about to be started
 */
export function waitingNotices(
  control: string,
  command: "plan" | "apply",
  say: (text: string) => void,
): Disposable {
  const log = path.join(control, `${command}.log`);
  // What an earlier one has said isn't news.
  rmSync(log, { force: true });
  let size = 0;
  let heardAt = Date.now();
  let nextMs = silenceMs;
  let hasToldLock = false;
  const look = () => {
    const now = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
    if (now !== size) [size, heardAt, nextMs] = [now, Date.now(), silenceMs];
    const isSilent = size > 0 && Date.now() - heardAt >= nextMs;
    if (hasToldLock && !isSilent) return;
    const said = new TerraformProcess(control).log(command);
    if (!hasToldLock && said.includes("Acquiring state lock")) {
      say("waiting for the lock of the state");
      hasToldLock = true;
    }
    if (!isSilent) return;
    nextMs *= 2;
    say(silence(nextMs / 2000, recordsIn(said)));
  };
  const timer = setInterval(() => {
    try {
      look();
    } catch {
      // A log that can't be read now says nothing; the outcome will.
    }
  }, lookIntervalMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

const recordSchema = z.object({
  type: z.string(),
  hook: z.object({ resource: z.object({ addr: z.string() }) }).optional(),
});
type Record = z.output<typeof recordSchema>;

/** Such as `Terraform has said nothing for 30 s while it works on aws_x.y: …`. */
function silence(seconds: number, records: readonly Record[]): string {
  const [first, ...others] = begunIn(records);
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  const what = first === undefined ? "" : ` while it works on ${first}${more}`;
  // It doesn't say when it gets a lock that it has waited for.
  const mayWait = records.at(-1)?.type === "state_lock_acquire";
  const lock = mayWait ? "it may still wait for the lock, or " : "";
  return `Terraform has said nothing for ${seconds} s${what}: ${lock}AWS may be answering with errors, which the provider repeats (up to AWS_MAX_ATTEMPTS times, 25 by default) before it says so`;
}

function recordsIn(log: string): Record[] {
  return log.split("\n").flatMap((line) => recordSchema.safeParse(parsedJson(line)).data ?? []);
}

/** Addresses of what was begun and has not ended. */
function begunIn(records: readonly Record[]): string[] {
  const begun = new Set<string>();
  for (const { type, hook } of records) {
    if (hook === undefined) continue;
    if (type.endsWith("_start")) begun.add(hook.resource.addr);
    if (/_(complete|errored)$/.test(type)) begun.delete(hook.resource.addr);
  }
  return [...begun];
}
