import { describe, expect, it } from "vitest";
import { environmentIds, foundationIds, idsOf } from "../../../src/estate/deployments";
import { expectWrongUsage, Folder, knownLines } from "./command-line";
import { inSync } from "./plans";

const environments = environmentIds.join(", ");
const foundations = foundationIds.join(", ");
const known = `${environments}, ${foundations}`;

describe("wrong usage", () => {
  it.each([
    [
      "an unknown environment",
      ["--plan", "plan.json", "uat"],
      `unknown environment "uat": it is one of ${known}`,
    ],
    [
      "an unknown system",
      ["--system", "orders"],
      'unknown system "orders": it is one of test-app, tally, messages, foundation',
    ],
    [
      "a plan of a whole system",
      ["--plan", "plan.json", "--system", "foundation"],
      "cannot be used with option '--system <NAME>'",
    ],
    [
      "two environments",
      ["--plan", "plan.json", "uat-us-east-1", "production-us-east-1"],
      "--plan is one plan: name one environment",
    ],
    ["an unknown option", ["--plan", "plan.json", "--jsn", "x"], "unknown option '--jsn'"],
    [
      "neither an environment nor --all",
      ["--verbose"],
      `nothing to check: name environments (${known}), or write --all`,
    ],
    ["--all and a name", ["--all", "uat-us-east-1"], "leave it out, or the names"],
    [
      "--all of one plan",
      ["--plan", "plan.json", "--all"],
      "option '--plan <FILE>' cannot be used with option '--all'",
    ],
    [
      "synthesized output and a plan",
      ["--plan", "plan.json", "--synthesized", "cdktf.out"],
      "cannot be used with option '--synthesized <DIR>'",
    ],
    [
      "a folder that holds no synthesized output",
      ["--all", "--synthesized", "."],
      "--synthesized . is no output of cdktf synth: it holds no manifest.json",
    ],
    ["no environment at a time", ["--all", "--parallel", "0"], "a whole number from 1 to 64"],
    ["half a second", ["--all", "--lock-timeout", "0.5"], "a whole number from 0 to 3600"],
    ["a time with a unit", ["--all", "--plan-timeout", "10m"], "a whole number from 1 to 86400"],
    ["an unknown format", ["--all", "--log-format", "xml"], "Allowed choices are text, json."],
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
    const ended = folder.run(["drift-check", ...own]);
    expectWrongUsage(ended, "drift-check", message ?? "would overwrite what is read");
    expect(JSON.parse(folder.read("plan.json"))).toEqual(inSync);
  });

  it("isn't a region's foundation, except for a rollout, which it has no instances for", () => {
    using folder = new Folder();
    folder.write("plan.json", inSync);
    const [id] = foundations.split(", ") as [string];
    expect(folder.run(["drift-check", "--plan", "plan.json", id])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`IN_SYNC ${id}: nothing to do`),
    });
    expect(folder.run(["rollout", id])).toMatchObject({
      status: 64,
      stderr: expect.stringContaining(
        `${id} has no instances to roll out to: write one of ${idsOf("test-app").join(", ")}\n`,
      ),
    });
  });

  it("is an unknown command, or none", () => {
    using folder = new Folder();
    for (const args of [["drift"], ["help", "drift"]])
      expect(folder.run(args)).toMatchObject({
        status: 64,
        stdout: "",
        stderr: expect.stringContaining("unknown command 'drift'"),
      });
    expect(folder.run([])).toMatchObject({
      status: 64,
      stderr: expect.stringContaining("drift-check [options] [ENV...]"),
    });
  });
});

describe("help", () => {
  it("names environments, options, defaults and exit codes", () => {
    using folder = new Folder();
    const { status, stdout } = folder.run(["drift-check", "--help"]);
    expect(status).toBe(0);
    expect(stdout).toContain(knownLines);
    for (const option of [
      ...["--all", "--plan", "--synthesized", "--parallel", "--lock-timeout", "--plan-timeout"],
      ...["--json", "--markdown", "--junit", "--html", "--accepted", "--verbose", "--log-format"],
    ])
      expect(stdout).toContain(`\n  ${option} `);
    for (const value of ["the number of processors", "(default: 60)", "(default: 1800)"])
      expect(stdout.replace(/\s+/g, " ")).toContain(value);
    for (const code of [
      "0   IN_SYNC",
      "2   PENDING: the code is ahead of the cloud; DRIFTED: ",
      "3   INCONCLUSIVE",
      "1   ERROR",
      "64  wrong usage",
    ])
      expect(stdout).toContain(`\n  ${code}`);
  });

  it("lists the commands, with examples that whoever reads it can run", () => {
    using folder = new Folder();
    for (const command of ["rollout", "drift-check", "bootstrap", "doctor"]) {
      const [, examples = ""] = folder.run([command, "--help"]).stdout.split("\nExamples:\n");
      for (const line of examples.trim().split("\n")) expect(line).toContain("bin/testapp ");
    }
    expect(folder.run(["--help"])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/drift-check .*tell drift from pending changes/),
    });
  });
});
