import { expect, it } from "vitest";
import { wasOvertaken } from "../../../../src/operations/apply/apply-plan";

const error = (summary: string, detail: string) =>
  JSON.stringify({ type: "diagnostic", diagnostic: { severity: "error", summary, detail } });

it.each([
  ["Saved plan is stale", "The given plan file can no longer be applied", true],
  ["Saved plan does not match the given state", "another lineage", true],
  [
    "Error acquiring the state lock",
    "Error message: operation error S3: PutObject, StatusCode: 412, PreconditionFailed\nunable to retrieve file from S3 bucket: GetObject, StatusCode: 404, NoSuchKey",
    true,
  ],
  [
    "Error acquiring the state lock",
    "Error message: operation error S3: PutObject, https response error StatusCode: 409, api error ConditionalRequestConflict: a conflicting operation\noperation error S3: GetObject, https response error StatusCode: 404, NoSuchKey: The specified key does not exist.",
    true,
  ],
  ["Error acquiring the state lock", "PreconditionFailed\nLock Info:\n  ID: 7", false],
  ["creating S3 Bucket", "NoSuchKey", false],
])("%s: %#", (summary, detail, overtaken) => {
  expect(wasOvertaken(`${error(summary, detail)}\n`)).toBe(overtaken);
});
