import { describe, expect, it } from "vitest";
import { account } from "../../../src/systems/configuration/account";
import { expectWrongUsage, Folder } from "./command-line";

const known = "REGION is one of us-east-1, us-west-2, eu-west-1.";

describe("wrong usage of bootstrap", () => {
  it.each([
    ["an environment", ["uat-us-east-1"], 'unknown region "uat-us-east-1": it is one of us-east-1'],
    ["no region", [], "missing required argument 'REGION'"],
    ["two regions", ["us-east-1", "us-west-2"], "too many arguments"],
    ["an unknown option", ["us-east-1", "--force"], "unknown option '--force'"],
    ["no time", ["us-east-1", "--lock-timeout", "soon"], "a whole number from 0 to 3600"],
  ])("is %s: exit code 64 before anything is done", (_, args, message) => {
    using folder = new Folder();
    expectWrongUsage(folder.run(["bootstrap", ...args]), "bootstrap", message);
  });
});

it("bootstrap --help names the account, regions, steps and exit codes", () => {
  using folder = new Folder();
  const { status, stdout } = folder.run(["bootstrap", "--help"]);
  expect(status).toBe(0);
  expect(stdout).toContain(known);
  expect(stdout).toContain(`of the account in the configuration, ${account.id}\n`);
  // Longer than somebody else's apply.
  expect(stdout.replace(/\s+/g, " ")).toContain("somebody else has locked (default: 600)");
  for (const code of [
    "0   the region",
    "1   an error",
    "2   there is",
    "64  wrong",
    "130 an inter",
  ])
    expect(stdout).toContain(`\n  ${code}`);
});
