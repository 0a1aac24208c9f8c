import { describe, expect, it } from "vitest";
import { environmentIds, foundationIds } from "../../../src/estate/deployments";
import { expectWrongUsage, Folder, knownLines } from "./command-line";

const environments = environmentIds.join(", ");
const foundations = foundationIds.join(", ");
const known = `${environments}, ${foundations}`;

describe("wrong usage", () => {
  it.each([
    [
      "an unknown environment",
      ["uat-us-east-1", "uat"],
      `unknown environment "uat": it is one of ${known}`,
    ],
    [
      "neither an environment nor --all",
      [],
      `nothing to check: name environments (${known}), or write --all`,
    ],
    [
      "an unknown system",
      ["--system", "orders"],
      'unknown system "orders": it is one of test-app, tally, messages, foundation',
    ],
    [
      "a system and a name",
      ["--system", "foundation", "uat-us-east-1"],
      `--system is ${foundations}: leave it out, or the names`,
    ],
    ["a system and --all", ["--system", "test-app", "--all"], "cannot be used with option '--all'"],
    ["--all and a name", ["--all", "uat-us-east-1"], "leave it out, or the names"],
    ["an unknown option", ["--all", "--jsn", "x"], "unknown option '--jsn'"],
    [
      "two reports to one file",
      ["--all", "--json", "x", "--junit", "./x"],
      "--junit ./x would overwrite --json",
    ],
  ])("is %s: exit code 64 before anything is done", (_, args, message) => {
    using folder = new Folder();
    expectWrongUsage(folder.run(["doctor", ...args]), "doctor", message);
  });
});

it("--help names environments, options, statuses and exit codes", () => {
  using folder = new Folder();
  const { status, stdout } = folder.run(["doctor", "--help"]);
  expect(status).toBe(0);
  expect(stdout).toContain(knownLines);
  for (const option of ["--all", "--system", "--json", "--markdown", "--junit", "--log-format"])
    expect(stdout).toContain(`\n  ${option} `);
  for (const finding of ["failed", "unchecked", "warning", "note", "ok"])
    expect(stdout).toContain(`\n  ${finding} `);
  for (const code of ["0   READY", "1   NOT_READY", "64  wrong", "78  the"])
    expect(stdout).toContain(`\n  ${code}`);
});
