import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Command } from "commander";

/** What npm exports for every script. */
const always =
  /^(allow_scripts|cache|(global|local)_prefix|(global|user)config|init_module|node_gyp|noproxy|npm_version|prefix|user_agent)$/;

/** What of npm's is set by options that it takes for something else. */
const taken: Readonly<Record<string, string>> = {
  "-d": "loglevel=info",
  "-n": "yes=",
  "-p": "parseable",
  // npm takes it for a short --replace-registry-host, which takes the next option for its value.
  "--replace": "replace_registry_host",
  // … and for a short --token-description.
  "--to": "token_description",
  "--verbose": "loglevel=verbose",
};

/** Who asks for one of these wants nothing changed, whether the command has it or not. `--plan` is -p -l -a -n for npm. */
const harmless = ["-d", "-n", "-p", "--dry-run"];

/**
 * Refuses to go on without an option that npm has kept for itself, be it mistyped: `npm run rollout ENV --dry-run` would
 * be a real rollout. npm passes on only what stands behind `--`, and leaves the rest in the environment, in small letters
 * (`npm_config_dry_run`).
 *
 * What npm doesn't know and no .npmrc holds counts for every command, and what npm has, too, where it is one of the
 * command's own options.
 *
 * https://docs.npmjs.com/cli/v11/using-npm/config
 *
 * @throws CommanderError
 */
export function refuseSwallowedOptions(
  program: Command,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): void {
  const command = program.commands.find((each) => each.name() === args[0]) ?? program;
  // Others, such as Yarn, pass options on.
  const isScriptOfNpm = env.npm_execpath?.endsWith("npm-cli.js");
  if (!isScriptOfNpm || env.npm_lifecycle_event !== command.name()) return;
  const swallowed = swallowedOptions(command, env);
  if (swallowed.size === 0) return;
  const options = [...swallowed.keys()].sort().join(" ");
  program.error(
    [
      `error: npm has kept ${options} for itself, and nothing was done: only what stands behind -- is passed on. Write:`,
      `  npm run ${command.name()} -- … ${options}`,
      ...(swallowed.has("-p") ? ["npm takes --plan for -p -l -a -n."] : []),
      `If ${[...swallowed.values()].join(", ")} is a setting of yours, in the environment or an .npmrc: call bin/testapp itself.`,
    ].join("\n"),
  );
}

/** The options that npm has kept, each with its variable. */
function swallowedOptions(command: Command, env: NodeJS.ProcessEnv): Map<string, string> {
  const exported = Object.entries(env).flatMap(([variable, value = ""]) => {
    const name = /^npm_config_(.*)$/.exec(variable)?.[1];
    return name === undefined || always.test(name) ? [] : [{ variable, name, value }];
  });
  const swallowed = new Map<string, string>();
  if (exported.length === 0) return swallowed;
  const settings = settingsOfNpm(env);
  const options = [...harmless, ...command.options.map(({ long }) => long ?? "")];
  for (const { variable, name, value } of exported) {
    // Nobody has dry-run in an .npmrc for good, and one that is overlooked changes something.
    if (settings.get(name) === value && name !== "dry_run") continue;
    const option = options.find((each) => [name, `${name}=${value}`].includes(settingOf(each)));
    if (option !== undefined) swallowed.set(option, variable);
    else if (!settings.has(name)) swallowed.set(`--${name.replaceAll("_", "-")}`, variable);
  }
  return swallowed;
}

function settingOf(option: string): string {
  return taken[option] ?? option.replace(/^--(no-)?/, "").replaceAll("-", "_");
}

/** All that npm knows, and what the environment that it was started in or an .npmrc holds, as npm would export it. */
function settingsOfNpm(env: NodeJS.ProcessEnv): ReadonlyMap<string, string> {
  const isFile = (name: string) => /^npm_config_(user|global)config$/.test(name);
  const files = Object.entries(env).filter(([name]) => isFile(name));
  const started =
    environmentOfNpm() ?? Object.entries(env).filter(([name]) => !/^npm_config_/i.test(name));
  // In JSON npm leaves out what may be secret. Looking for a newer npm would use the network.
  const { stdout: listed } = spawnSync(
    process.execPath,
    [env.npm_execpath ?? "", "config", "list", "--long", "--no-json", "--no-update-notifier"],
    { encoding: "utf8", env: Object.fromEntries([...started, ...files]) },
  );
  return new Map(
    [...listed.matchAll(/^([^;\s]+) = (.*)$/gm)].map(([, name = "", value = ""]) => [
      name.replaceAll("-", "_").toLowerCase(),
      value === "false" ? "" : value.replaceAll('"', ""),
    ]),
  );
}

/** What the outermost npm was started with; undefined where the system doesn't show it. */
function environmentOfNpm(): (readonly [name: string, value: string])[] | undefined {
  try {
    for (let pid = process.ppid; pid > 0; pid = parentOf(pid)) {
      const variables = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").filter(Boolean);
      if (variables.some((each) => each.startsWith("npm_lifecycle_event="))) continue;
      return variables.map((each) => {
        const end = each.indexOf("=");
        return [each.slice(0, end), each.slice(end + 1)] as const;
      });
    }
  } catch {
    // There is no such file but on Linux, nor for another user's process.
  }
  return undefined;
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
}
