import { execFile, execFileSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ScriptedAws } from "../../support/scripted-aws";
import { type Ended, Folder, testapp, variablesFor } from "./command-line";

const project = path.resolve(__dirname, "../../..");

const helpOf = (...command: string[]) =>
  execFileSync(testapp, [...command, "--help"], { encoding: "utf8" });

/** Every command, with its options: the name, and as somebody types it. */
const commands = [...helpOf().matchAll(/^ {2}([a-z-]+)(?: \[options\])? [<[][A-Z]/gm)].map(
  ([, command = ""]) => {
    const options = helpOf(command).matchAll(/^ {2}(--[a-z-]+)( <)?/gm);
    return {
      command,
      options: [...options].map(([, name = "", takesValue]) => ({
        name,
        typed: takesValue === undefined ? name : `${name}=x`,
      })),
    };
  },
);

/** Runs npm in the project, for somebody with this .npmrc and these variables. */
async function npm(args: string[], { npmrc = "", ...env }: NodeJS.ProcessEnv = {}): Promise<Ended> {
  using home = new Folder();
  home.write(".npmrc", npmrc);
  await using aws = await ScriptedAws.before();
  const ended = await new Promise<Ended>((resolve) => {
    const variables = { ...variablesFor(aws.url), HOME: home.path, ...env };
    execFile("npm", args, { cwd: project, env: variables }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
  expect(aws.operations).toEqual([]);
  return ended;
}

describe("an option that npm keeps for itself", () => {
  it.concurrent.each(commands)("is refused before anything happens: $command", async (each) => {
    const options = [{ name: "--dry-run", typed: "--dry-run" }, ...each.options];
    const typed = options.map((option) => option.typed);
    const { status, stderr } = await npm(["run", each.command, "uat-us-east-1", ...typed]);
    expect(status).toBe(64);
    const [, kept = ""] = /^error: npm has kept (.*) for itself/m.exec(stderr) ?? [];
    const names = options.map(({ name }) => (name === "--plan" ? "-p" : name));
    expect(kept.split(" ")).toEqual(expect.arrayContaining(names));
    expect(stderr).toContain(`\n  npm run ${each.command} -- … ${kept}\n`);
  });

  it("is looked for in every command", () => {
    expect(commands.map(({ command }) => command)).toEqual(
      expect.arrayContaining(["rollout", "apply", "bootstrap", "secret", "database-user"]),
    );
  });

  it.concurrent.each([
    ["in other letters", ["rollout", "uat-us-east-1", "--dryRun"], "--dryrun"],
    ["mistyped", ["rollout", "uat-us-east-1", "--dry-runn"], "--dry-runn"],
    ["that nobody has", ["rollout", "uat-us-east-1", "--what-if"], "--what-if"],
    ["mistyped and negated", ["apply", "uat-us-east-1", "--no-aply"], "--aply"],
    ["of one letter", ["rollout", "uat-us-east-1", "-x"], "--x"],
    ["of one letter that npm has", ["rollout", "uat-us-east-1", "-n"], "-n"],
    ["of another letter that npm has", ["rollout", "uat-us-east-1", "-d"], "-d"],
    ["that is letters for npm", ["apply", "uat-us-east-1", "--plan"], "-n -p"],
    ["of another command", ["rollout", "uat-us-east-1", "--plan-only"], "--plan-only"],
    ["of another command, that npm has, too", ["apply", "uat-us-east-1", "--dry-run"], "--dry-run"],
    [
      "that npm takes another's value for",
      ["secret", "uat-us-east-1", "--replace", "-q"],
      "--replace",
    ],
    ["of a rehearsal", ["rehearse", "--keep"], "--keep"],
    ["without its value", ["rollout", "uat-us-east-1", "--drift-report="], "--drift-report"],
  ])("is refused %s", async (_, args, option) => {
    const { status, stderr } = await npm(["run", ...args]);
    expect(status).toBe(64);
    expect(stderr).toContain(`error: npm has kept ${option} for itself, and nothing was done`);
  });
});

describe("a setting of npm's", () => {
  const goesOn = { status: 64, stderr: expect.stringContaining('unknown environment "nowhere"') };
  const args = ["run", "rollout", "--", "nowhere"];

  it.concurrent.each([
    ["set in the environment, as people write it there", { NPM_CONFIG_JSON: "true" }],
    ["of no option of the command", { npm_config_yes: "true", npm_config_cache: "" }],
    [
      "in an .npmrc",
      {
        npmrc: [
          "yes=false",
          "loglevel=info",
          "always-auth=true",
          "email=somebody@example.com",
          "node-dir=/nowhere",
          "https-proxy=http://somebody:password@127.0.0.1:9",
        ].join("\n"),
      },
    ],
    ["off", { npmrc: "json=false\ndry-run=false\n" }],
  ])("hinders nothing: %s", async (_, settings) => {
    expect(await npm(args, settings)).toMatchObject(goesOn);
  });

  // Elsewhere it can't be seen what npm was started with.
  it.runIf(process.platform === "linux")("hinders nothing that nobody typed", async () => {
    const settings = { npm_config_python: "/nowhere", npm_config_noop: "true" };
    expect(await npm(args, settings)).toMatchObject(goesOn);
    expect(await npm([...args.slice(0, 2), "--dry-runn"], settings)).toMatchObject({
      status: 64,
      stderr: expect.stringContaining("npm has kept --dry-runn for itself"),
    });
  });

  it.concurrent.each([
    ["nothing", { npm_lifecycle_event: undefined }],
    ["another script, which starts the command", { npm_lifecycle_event: "test" }],
    ["nothing, and Yarn runs it", { npm_execpath: "/nowhere/yarn.js" }],
  ])("hinders nothing where npm runs %s", (_, others) => {
    using folder = new Folder();
    const npmRuns = { npm_lifecycle_event: "rollout", npm_execpath: "/nowhere/npm-cli.js" };
    const env = { ...variablesFor("http://127.0.0.1:9"), ...npmRuns, npm_config_foo: "true" };
    expect(folder.run(["rollout", "nowhere"], "", { ...env, ...others })).toMatchObject(goesOn);
  });

  it.concurrent.each([
    ["in small letters in the environment", { npm_config_json: "true" }, "npm_config_json"],
    ["json in an .npmrc", { npmrc: "json=true\n" }, "npm_config_json"],
    ["dry-run in an .npmrc", { npmrc: "dry-run=true\n" }, "npm_config_dry_run"],
  ])("is refused where it can't be told from an option, with the way round: %s", async (...row) => {
    const [, settings, variable] = row;
    const { status, stderr } = await npm(args, settings);
    expect(status).toBe(64);
    expect(stderr).toContain(
      `If ${variable} is a setting of yours, in the environment or an .npmrc: call bin/testapp itself.`,
    );
  });
});
