import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { lockHeldExitCode } from "../../../../src/operations/rollout/account";

const script = path.resolve(
  __dirname,
  "../../../../src/systems/test-app/scripts/run-updater/run-updater.sh",
);

it("knows the exit code with which the document says that another run holds the lock", () => {
  expect(readFileSync(script, "utf8")).toMatch(new RegExp(`\\bLOCKED=${lockHeldExitCode}\\b`));
});
