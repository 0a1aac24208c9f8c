import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { zippedHandler } from "../../src/constructs/compute/handler-zip";
import { deploymentIds } from "../../src/estate/deployments";
import { applicationArgs } from "../../src/operations/terraform/plan/application-args";
import { environmentIds } from "../../src/systems/test-app/environments";
import { describeWithTools, findInPath, toolPath } from "../support/external-tools";
import { ProjectCopy } from "./project-copy";

const fileOf = (id: string) => `stacks/${id}/cdk.tf.json`;
const stackFiles = [...deploymentIds].sort().map(fileOf);

/** Synthesized once, as it is, with nothing of this process's surroundings that could be seen. */
let plain: ProjectCopy;
/** What that left in the folder for temporary files. */
let leftBehind: string[];

beforeAll(() => {
  plain = new ProjectCopy();
  const temporary = path.join(plain.folder, "temporary");
  mkdirSync(temporary);
  const { status, stderr } = plain.synthesize({ TZ: "UTC", LC_ALL: "C", TMPDIR: temporary });
  expect(status, stderr).toBe(0);
  leftBehind = readdirSync(temporary);
});

afterAll(() => plain?.[Symbol.dispose]());

/** The files of an output without the functions' code, whose path holds a hash. */
function jsonFiles(output: Record<string, string>): string[] {
  return Object.keys(output).filter((file) => !file.endsWith(".zip"));
}

describe("npm run synth", () => {
  it("writes the foundations' and environments' Terraform JSON with the real cdktf CLI", () => {
    using project = new ProjectCopy();
    // Node.js is enough: above all, there is no Terraform.
    const PATH = path.join(project.folder, "path");
    mkdirSync(PATH);
    for (const tool of ["node", "npm", "sh", "env"])
      symlinkSync(findInPath(tool) ?? "", path.join(PATH, tool));
    // Nothing is written outside the project: an agent's user may have no home folder.
    const noHome = path.join(project.folder, "package.json/home");
    const environment = { CI: undefined, PATH, HOME: noHome };
    const { status, stdout, stderr } = project.run("npm", ["run", "synth"], environment);
    expect(status, stdout).toBe(0);
    // In a log nothing turns round.
    expect(stdout.split("\n").length, stdout).toBeLessThan(20);
    // What a check synthesizes with, too.
    const { app } = JSON.parse(readFileSync(path.join(project.folder, "cdktf.json"), "utf8"));
    expect(app).toBe("node --max-semi-space-size=8 bin/run-typescript.cjs main.ts");
    expect(app).toBe(["node", ...applicationArgs].join(" "));
    // Nobody is asked for newer versions, and nobody complains that nobody answers.
    expect(stdout + stderr).not.toContain("checkpoint");
    expect(jsonFiles(project.output())).toEqual(["manifest.json", ...stackFiles]);
  });
});

describe("a mistake in the configuration", () => {
  it("ends synth with one message for people and a code of its own, and writes nothing", () => {
    using project = new ProjectCopy();
    project.editEnvironment("uat-us-east-1", "...fleet,", "...fleet, maximumInstances: 2,");
    project.editEnvironment(
      "production-us-east-1",
      "...production,",
      "...production, fleet: { ...production.fleet, maximumInstances: 7 },",
    );
    const { status, stderr } = project.synthesize();
    expect(status).toBe(78);
    expect(stderr).toMatch(/^The configuration has 2 mistakes, so nothing was written\./);
    expect(stderr).toContain("uat-us-east-1: fleet.maximumInstances\n  is 2\n");
    expect(stderr).toContain("production-us-east-1: fleet.maximumInstances\n  is 7\n");
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(existsSync(path.join(project.folder, "cdktf.out"))).toBe(false);
    const cli = project.run("npm", ["run", "synth"]);
    expect(cli.status).toBe(78);
    expect((cli.stdout + cli.stderr).match(/The configuration has 2 mistakes/g)).toHaveLength(1);
    const check = project.run("bin/testapp", ["drift-check", "uat-us-east-1"]);
    expect(check).toMatchObject({ status: 78, stdout: "", stderr });
  });
});

describe("an application that fails", () => {
  it("says where, although one that succeeds takes no stack traces", () => {
    using project = new ProjectCopy();
    writeFileSync(
      path.join(project.folder, "main.ts"),
      `function wrong() { console.error(Error.stackTraceLimit); throw new Error("unforeseen"); }\nwrong();`,
    );
    const { status, stderr } = project.synthesize();
    expect(status).toBe(1);
    expect(stderr).toMatch(/^0\n10\n/);
    expect(stderr).toMatch(/Error: unforeseen\n\s+at wrong /);
  });
});

describe("output that can't be written", () => {
  it.each([
    ["a full disk", "ulimit -f 0", "file too large"],
    ["a folder that is none", "touch cdktf.out", "cdktf.out"],
  ])("is said for people: %s", (_, command, reason) => {
    using project = new ProjectCopy();
    const { status, stderr } = project.run("bash", [
      "-c",
      `${command}; node bin/run-typescript.cjs main.ts`,
    ]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^The output of synth can't be written: /);
    expect(stderr).toContain(reason);
    expect(stderr).toContain("\nLet this user write to the folder, or make room on the disk.\n");
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe("synth is deterministic", () => {
  it("in another folder, time zone, locale, umask, and at another date", () => {
    using there = new ProjectCopy();

    // Every clock of the process shows a day of another year.
    writeFileSync(
      path.join(there.folder, "other-date.cjs"),
      "const { now } = Date; const later = () => now() + 400 * 86400e3; const { Date: RealDate } = globalThis;" +
        "globalThis.Date = class extends RealDate { constructor(...args) { args.length ? super(...args) : super(later()); } static now() { return later(); } };",
    );
    const elsewhere = {
      TZ: "Pacific/Kiritimati",
      LC_ALL: "tr_TR.UTF-8",
      LANG: "tr_TR.UTF-8",
      HOME: there.folder,
      USER: "somebody",
    };
    const command =
      "umask 0077 && exec node --require ./other-date.cjs bin/run-typescript.cjs main.ts";
    expect(there.run("sh", ["-c", command], elsewhere).status).toBe(0);

    expect(there.output()).toEqual(plain.output());
    expect(jsonFiles(plain.output())).toEqual(["manifest.json", ...stackFiles]);
  });
});

/** The functions by the ends of their names. */
const handlers = ["autoupdater", "database-user"] as const;

describe("the functions' code", () => {
  it("is this folder's, byte for byte, beside each stack with the hash that the stack says", () => {
    const output = plain.output();
    for (const file of environmentIds.map(fileOf)) {
      const functions = Object.values<any>(
        JSON.parse(output[file] ?? "").resource.aws_lambda_function,
      );
      for (const handler of handlers) {
        const lambda = functions.find((each) => each.function_name.endsWith(`-${handler}`));
        const code = output[path.join(path.dirname(file), lambda.filename)] ?? "";
        const zip = Buffer.from(code, "base64");
        expect(zip.equals(zippedHandler(`lambda/${handler}.ts`))).toBe(true);
        expect(createHash("sha256").update(zip).digest("base64")).toBe(lambda.source_code_hash);
      }
    }
    expect(Object.keys(output)).toHaveLength(
      1 + stackFiles.length + handlers.length * environmentIds.length,
    );
    expect(leftBehind).toEqual([]); // nothing is left of it elsewhere
  });
});

describe("one changed value of one environment", () => {
  it("changes the policy and the dashboard's line of one stack", () => {
    using project = new ProjectCopy();
    const before = plain.output();
    project.editEnvironment("uat-us-east-1", "...fleet,", "...fleet, cpuTargetPercent: 45,");
    project.synthesize();
    const changed = Object.entries(project.output()).filter(
      ([file, text]) => before[file] !== text,
    );
    expect(changed.map(([file]) => file)).toEqual(["stacks/uat-us-east-1/cdk.tf.json"]);

    const [[file, text] = ["", ""]] = changed;
    const linesBefore = before[file]?.split("\n") ?? [];
    const differing = text.split("\n").filter((line, index) => line !== linesBefore[index]);
    expect(differing.map((line) => line.trim())).toEqual([
      '"target_value": 45',
      expect.stringMatching(/^"dashboard_body": .*\\"value\\":45\b/),
    ]);
  });
});

describeWithTools("the synthesized stacks, read by Terraform", ["terraform"], () => {
  it.each(stackFiles)("%s names the AWS provider and nothing else", (file) => {
    const json = JSON.parse(readFileSync(path.join(plain.folder, "cdktf.out", file), "utf8"));
    // With its backend, Terraform would want to be initialised first.
    json.terraform.backend = undefined;
    const folder = path.join(plain.folder, "without-backend");
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(json));
    const { status, stdout, stderr } = plain.run(toolPath("terraform"), [
      `-chdir=${folder}`,
      "providers",
      "-no-color",
    ]);
    expect(status, stderr).toBe(0);
    expect(stdout).toContain("provider[registry.terraform.io/hashicorp/aws] 6.25.0");
    expect(stdout.match(/provider\[/g)).toHaveLength(1);
  });
});
