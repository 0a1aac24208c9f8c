import { hostname } from "node:os";
import { errorsIn, oneLine } from "./diagnostics";

/** https://developer.hashicorp.com/terraform/language/state/locking#force-unlock */
const unlock =
  "npm run synth && cd cdktf.out/stacks/ENV && terraform init && terraform force-unlock";
const lockFile = "s3://BUCKET/ENV.tfstate.tflock";

/**
 * Whether Terraform gave up on a lock in S3 that was only in passing. Only a lock whose holder it knows is waited
 * for (`statemgr.LockWithContext`), and here there was none to ask: either the lock was there when Terraform wanted
 * it (412) and gone when it asked who holds it (404), or another was being put or removed in that moment (409).
 *
 * https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html#conditional-error-response
 */
export function isLockInPassing(log: string): boolean {
  return errorsIn(log).some((error) => inPassing.test(oneLine(error)));
}

export const inPassing =
  /Error acquiring the state lock.*(ConditionalRequestConflict|PreconditionFailed).*NoSuchKey/;

/** The lock stands in the way, and what says who holds it. */
export const held = /Error acquiring the state lock.*Lock Info:.*\bID:/;

/** The lock stands in the way, and doesn't say who holds it. */
export const unreadable = /Error acquiring the state lock.*unmarshal.*LockInfo/;

/** The lock may stand in the way of whoever comes next. */
export const notGivenBack = /Error releasing the state lock/;

/** Who holds it, and how to take it away where nobody does. */
export function lockHolder(text: string): string {
  const field = (name: string, next: string) =>
    new RegExp(`\\b${name}:\\s+(.*?)\\s+${next}:`).exec(text)?.[1] ?? "unknown";
  const [id, who, since] = [field("ID", "Path"), field("Who", "Version"), field("Created", "Info")];
  const operation = field("Operation", "Who")
    .replace(/^OperationType/, "")
    .toLowerCase();
  const remedy = isPerhapsOwn(who, since)
    ? `that is this machine, since this run began. If nothing else runs here, it is this run's own: S3's answer to it was lost. Then ${unlock} ${id}`
    : `wait until that has ended; only when it is surely dead, ${unlock} ${id}`;
  return `The state is locked by ${who} since ${since} (${operation}, lock ${id}): ${remedy}`;
}

/** A lock whose request is sent again after its answer was lost is refused, because it is there already. */
function isPerhapsOwn(who: string, since: string): boolean {
  const [, day, time] = /^(\S+) (\S+) \+0000 UTC/.exec(since) ?? [];
  const created = Date.parse(`${day}T${time}Z`);
  return who.endsWith(`@${hostname()}`) && created >= Math.floor(performance.timeOrigin);
}

export const lockInPassing =
  "Others take and give back the lock of the state all the time: run it again, or with a longer --lock-timeout";

export const unreadableLock = `The state is locked by a file that says nothing of who wrote it: ask whoever may run Terraform; when surely nobody does, aws s3 rm ${lockFile}`;

export const leftLock = `Terraform could not give the lock of the state back, so it may be left: aws s3 cp ${lockFile} - shows it with its ID, if it is there; when nothing runs any more, ${unlock} ID`;
