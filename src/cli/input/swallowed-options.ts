import type { Command } from "commander";

/**
 * Options that npm has, too, each with the variable and the value that npm exports for it. The same may be a setting,
 * made in the environment or an .npmrc.
 */
export const optionsOfNpm: Readonly<Record<string, readonly [variable: string, value: RegExp]>> = {
  all: ["npm_config_all", /^true$/],
  "dry-run": ["npm_config_dry_run", /^true$/],
  json: ["npm_config_json", /^true$/],
  // npm takes it for a short --replace-registry-host, which takes the next option for its value.
  replace: ["npm_config_replace_registry_host", /^(true|-.*)$/],
  // npm's is short for --loglevel verbose.
  verbose: ["npm_config_loglevel", /^verbose$/],
  yes: ["npm_config_yes", /^true$/],
};

/**
 * Refuses to go on without an option that npm has kept for itself: `npm run rollout ENV --dry-run` would be a real
 * rollout. npm passes on only what stands behind `--`, and leaves the rest in the environment, in small letters
 * (`npm_config_dry_run`).
 *
 * An option that npm doesn't have can only come from the command line, so any command's counts. One that npm has, too,
 * counts where the command has it; `--dry-run` always does, for who asks for it wants nothing changed.
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
  const own = namesOf([command]);
  const counting = namesOf([program, ...program.commands]).filter(
    (name) => optionsOfNpm[name] === undefined || own.includes(name) || name === "dry-run",
  );
  const swallowed = swallowedOptions(counting, env);
  if (swallowed.length === 0) return;
  const options = swallowed.map((name) => `--${name}`).join(" ");
  const settings = swallowed.flatMap((name) => optionsOfNpm[name]?.[0] ?? []).join(", ");
  const lines = [
    `error: npm has kept ${options} for itself, and nothing was done: only what stands behind -- is passed on. Write:`,
    `  npm run ${command.name()} -- … ${options}`,
  ];
  if (settings !== "")
    lines.push(
      `If ${settings} is a setting of yours for npm, in the environment or an .npmrc: call bin/testapp itself.`,
    );
  program.error(lines.join("\n"));
}

/** Which of these options npm has kept; none where npm runs nothing. */
export function swallowedOptions(names: readonly string[], env: NodeJS.ProcessEnv): string[] {
  if (env.npm_lifecycle_event === undefined) return [];
  const unknownToNpm = Object.keys(env).filter((key) =>
    Object.values(optionsOfNpm).every(([variable]) => variable !== key),
  );
  const isSwallowed = (name: string) => {
    const [variable, value] = optionsOfNpm[name] ?? [];
    if (variable !== undefined && value?.test(env[variable] ?? "")) return true;
    // `--dryRun` and `--dryrun` mean the same as `--dry-run`, and npm doesn't have them.
    const joined = `npm_config_${name.replace(/^no-/, "").replaceAll("-", "")}`;
    return unknownToNpm.some((key) => key.replace(/(?<=^npm_config_.*)_/g, "") === joined);
  };
  return [...new Set(names)].filter(isSwallowed);
}

function namesOf(commands: readonly Command[]): string[] {
  return commands.flatMap(({ options }) => options.map((option) => option.name()));
}
