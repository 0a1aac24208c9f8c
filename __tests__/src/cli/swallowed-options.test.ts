import { execFile, execFileSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { optionsOfNpm } from "../../../src/cli/input/swallowed-options";
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
    const refusal = stderr.slice(stderr.indexOf("error: npm has kept"));
    for (const { name } of options) expect(refusal).toContain(` ${name}`);
    expect(refusal).toContain(`\n  npm run ${each.command} -- … --`);
  });

  it("is looked for in every command", () => {
    expect(commands.map(({ command }) => command)).toEqual(
      expect.arrayContaining(["rollout", "apply", "bootstrap", "secret", "database-user"]),
    );
  });

  it.concurrent.each([
    ["in other letters", ["rollout", "uat-us-east-1", "--dryRun"], "--dry-run"],
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

describe("a setting of npm's that has the name of an option", () => {
  const goesOn = { status: 64, stderr: expect.stringContaining('unknown environment "nowhere"') };
  const args = ["run", "rollout", "--", "nowhere"];

  it.concurrent.each([
    ["set in the environment, as people write it there", { NPM_CONFIG_JSON: "true" }],
    ["of no option of the command", { npmrc: "yes=true\n" }],
    ["off", { npmrc: "json=false\ndry-run=false\n", npm_config_yes: "" }],
  ])("hinders nothing: %s", async (_, settings) => {
    expect(await npm(args, settings)).toMatchObject(goesOn);
  });

  it.concurrent("hinders nothing where npm runs nothing", () => {
    using folder = new Folder();
    const env = { ...variablesFor("http://127.0.0.1:9"), npm_config_json: "true" };
    expect(folder.run(["rollout", "nowhere"], "", env)).toMatchObject(goesOn);
  });

  it.concurrent("is refused where it can't be told from the option, with the way round", async () => {
    const { status, stderr } = await npm(args, { npmrc: "json=true\n" });
    expect(status).toBe(64);
    expect(stderr).toContain(
      "If npm_config_json is a setting of yours for npm, in the environment or an .npmrc: call bin/testapp itself.",
    );
  });

  it.concurrent("is one that is known to be npm's", async () => {
    const { stdout } = await npm(["config", "ls", "--long", "--json"]);
    const settings = Object.keys(JSON.parse(stdout)).sort();
    const names = commands.flatMap(({ options }) => options.map(({ name }) => name.slice(2)));
    for (const name of new Set(names)) {
      // npm takes the beginning of a name for the whole.
      const [meant] = settings.filter((setting) => setting.startsWith(name));
      if (meant === undefined) continue;
      const variable = `npm_config_${meant.replaceAll("-", "_")}`;
      expect(optionsOfNpm).toHaveProperty(name, [variable, expect.any(RegExp)]);
    }
  });
});
