import { describe, expect, it } from "vitest";
import { environmentIds, foundationIds } from "../../../src/estate/deployments";
import { outcomes } from "../../../src/operations/apply/report";
import { expectWrongUsage, Folder } from "./command-line";

const known = [...environmentIds, ...foundationIds].join(", ");
const uat = "uat-us-east-1";
const fingerprint = `sha256:${"0".repeat(64)}`;

describe("wrong usage of apply", () => {
  it.each<[string, readonly string[], string]>([
    [
      "an unknown environment",
      ["uat", "--plan-only"],
      `unknown environment "uat": it is one of ${known}`,
    ],
    ["no environment", ["--plan-only"], "missing required argument 'ENV'"],
    ["two environments", [uat, "production-us-east-1", "--plan-only"], "too many arguments"],
    ["nobody to ask", [uat], "nobody can be asked, because this is no terminal: write --plan-only"],
    [
      "to show and to apply",
      [uat, "--plan-only", "--approved", fingerprint],
      "'--plan-only' cannot be used with option '--approved <FINGERPRINT>'",
    ],
    ["no fingerprint", [uat, "--approved", "yes"], "Write a plan's fingerprint, sha256:"],
    [
      "a folder without synthesized output",
      [uat, "--plan-only", "--synthesized", "."],
      "--synthesized . is no output of cdktf synth",
    ],
    ["a time with a unit", [uat, "--plan-only", "--watch-timeout", "1h"], "a whole number from 1"],
    [
      "two reports in one file",
      [uat, "--plan-only", "--json", "x", "--junit", "x"],
      "would overwrite",
    ],
    ["to approve everything", [uat, "--auto-approve"], "unknown option '--auto-approve'"],
  ])("is %s: exit code 64 before anything is done", (_, args, message) => {
    using folder = new Folder();
    expectWrongUsage(folder.run(["apply", ...args]), "apply", message);
  });
});

it("apply --help names every outcome with its exit code", () => {
  using folder = new Folder();
  const { status, stdout } = folder.run(["apply", "--help"]);
  expect(status).toBe(0);
  const paragraphs = [...stdout.matchAll(/^ {2}(\d+) +(.*(?:\n {6}.*)*)/gm)];
  for (const [outcome, { exitCode }] of Object.entries(outcomes)) {
    const codes = paragraphs.filter(([, , text = ""]) => text.includes(`${outcome}: `));
    expect(
      codes.map(([, code]) => Number(code)),
      outcome,
    ).toEqual([exitCode]);
  }
  for (const value of ["(default: 60)", "(default: 1800)", "(default: 14400)", "(default: 15)"])
    expect(stdout.replace(/\s+/g, " ")).toContain(value);
});
