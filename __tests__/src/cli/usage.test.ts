import { describe, expect, it } from "vitest";
import { Folder } from "./command-line";
import { inSync } from "./plans";

const known = "uat-us-east-1, production-us-east-1, production-us-west-2, production-eu-west-1";

describe("wrong usage", () => {
  it.each([
    [
      "an unknown environment",
      ["--plan", "plan.json", "uat"],
      `unknown environment "uat": it is one of ${known}`,
    ],
    [
      "two environments",
      ["--plan", "plan.json", "uat-us-east-1", "production-us-east-1"],
      "too many arguments",
    ],
    ["an unknown option", ["--plan", "plan.json", "--jsn", "x"], "unknown option '--jsn'"],
    ["no plan", ["uat-us-east-1"], "no plan: name its JSON with --plan FILE"],
    ["an option without its file", ["--plan"], "option '--plan <FILE>' argument missing"],
    [
      "an option in a file's place",
      ["--plan", "plan.json", "--json", "--verbose"],
      "Name a file before it, or write ./--verbose",
    ],
    ["an empty file", ["--plan", ""], "It is empty: name a file."],
    [
      "two reports to standard output",
      ["--plan", "plan.json", "--json", "-", "--junit", "-"],
      "--junit - would overwrite --json",
    ],
    [
      "two reports to one file",
      ["--plan", "plan.json", "--json", "x", "--markdown", "./x"],
      "--markdown ./x would overwrite --json",
    ],
    ["a report over the plan", ["--plan", "plan.json", "--json", "../plan.json"], undefined],
    [
      "accepted differences of no environment",
      ["--plan", "plan.json", "--accepted", "a.json"],
      "--accepted needs ENV",
    ],
  ])("is %s: exit code 64 before anything is done", (_, args, message) => {
    using folder = new Folder();
    folder.write("plan.json", inSync);
    const own = args.map((arg) => (arg === "../plan.json" ? `${folder.path}/plan.json` : arg));
    const { status, stdout, stderr } = folder.run(["drift-check", ...own]);
    expect({ status, stdout }).toEqual({ status: 64, stdout: "" });
    expect(stderr).toContain(message ?? "would overwrite what is read");
    expect(stderr).toContain(
      "Known options: --plan <FILE>, --json <FILE>, --markdown <FILE>, --junit <FILE>, --accepted <FILE>, --verbose",
    );
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(JSON.parse(folder.read("plan.json"))).toEqual(inSync);
  });

  it("is an unknown command, or none", () => {
    using folder = new Folder();
    expect(folder.run(["drift"])).toMatchObject({
      status: 64,
      stderr: expect.stringContaining("unknown command 'drift'"),
    });
    expect(folder.run([])).toMatchObject({
      status: 64,
      stderr: expect.stringContaining("drift-check [options] [ENV]"),
    });
  });
});

describe("help", () => {
  it("names environments, options, defaults and exit codes", () => {
    using folder = new Folder();
    const { status, stdout } = folder.run(["drift-check", "--help"]);
    expect(status).toBe(0);
    expect(stdout).toContain(`ENV is one of ${known}.`);
    for (const option of ["--plan", "--json", "--markdown", "--junit", "--accepted", "--verbose"])
      expect(stdout).toContain(option);
    for (const code of [
      "0   IN_SYNC",
      "2   DRIFTED, PENDING",
      "3   INCONCLUSIVE",
      "1   ERROR",
      "64  wrong usage",
    ])
      expect(stdout).toContain(`\n  ${code}`);
  });

  it("lists the commands", () => {
    using folder = new Folder();
    expect(folder.run(["--help"])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/drift-check .*tell drift from pending changes in a plan/),
    });
  });
});
