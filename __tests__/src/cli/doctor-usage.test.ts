import { describe, expect, it } from "vitest";
import { Folder } from "./command-line";

const known = "uat-us-east-1, production-us-east-1, production-us-west-2, production-eu-west-1";

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
    ["--all and a name", ["--all", "uat-us-east-1"], "leave it out, or the names"],
    ["an unknown option", ["--all", "--jsn", "x"], "unknown option '--jsn'"],
    [
      "two reports to one file",
      ["--all", "--json", "x", "--junit", "./x"],
      "--junit ./x would overwrite --json",
    ],
  ])("is %s: exit code 64 before anything is done", (_, args, message) => {
    using folder = new Folder();
    const { status, stdout, stderr } = folder.run(["doctor", ...args]);
    expect({ status, stdout }).toEqual({ status: 64, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toContain(`ENV is one of ${known}.\nKnown options: --all, --json <FILE>`);
  });
});

it("--help names environments, options, statuses and exit codes", () => {
  using folder = new Folder();
  const { status, stdout } = folder.run(["doctor", "--help"]);
  expect(status).toBe(0);
  expect(stdout).toContain(`ENV is one of ${known}.`);
  for (const option of ["--all", "--json", "--markdown", "--junit", "--log-format"])
    expect(stdout).toContain(`\n  ${option} `);
  for (const finding of ["failed", "unchecked", "warning", "note", "ok"])
    expect(stdout).toContain(`\n  ${finding} `);
  for (const code of ["0   READY", "1   NOT_READY", "64  wrong", "78  the"])
    expect(stdout).toContain(`\n  ${code}`);
});
