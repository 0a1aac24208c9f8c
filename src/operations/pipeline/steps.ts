import type { EnvironmentId } from "../../systems/test-app/environments";

/** What a build of the pipeline may be asked for. */
export const actions = ["update", "check", "apply"] as const;
export type Action = (typeof actions)[number];

/** One call of `bin/testapp`. */
export interface Step {
  /** Checks come first, of all environments at the same time; then changes, one environment after the other. */
  readonly phase: "check" | "change" | "end";
  /** Null where it is of all environments. */
  readonly environment: EnvironmentId | null;
  readonly args: readonly string[];
}

const forms = { json: "json", markdown: "md", junit: "xml" } as const;
type Form = keyof typeof forms;

/** Where the pipeline writes reports, in the checkout. */
export const reportFolder = "reports";
/** Where it finds the synthesized output that all environments share. */
export const synthesizedFolder = "cdktf.out";

/**
 * What the pipeline calls when all goes well, in order. It is the one table of it: the tests compare the Jenkinsfile
 * with it.
 *
 * @param environments in the order in which they are changed
 * @param fingerprintOf the approved plan of an environment; null where there is nothing to apply
 */
export function stepsOf(
  action: Action,
  environments: readonly EnvironmentId[],
  fingerprintOf: (environment: EnvironmentId) => string | null = () => null,
): Step[] {
  const checks = environments.map((environment) =>
    action === "apply" ? planOf(environment) : driftCheckOf(environment, "check", "drift-check"),
  );
  const changes = environments.flatMap((environment) => {
    if (action === "update") return updateOf(environment);
    const fingerprint = action === "apply" ? fingerprintOf(environment) : null;
    return fingerprint === null ? [] : applyOf(environment, fingerprint);
  });
  const steps = [...checks, ...changes];
  return [...steps, endOf(action, environments, steps)];
}

function updateOf(environment: EnvironmentId): Step[] {
  const gate = "before-rollout";
  const first = driftCheckOf(environment, "check", "drift-check");
  return summarized("update", environment, first, [
    driftCheckOf(environment, "change", gate),
    {
      phase: "change",
      environment,
      args: [
        ...["rollout", environment, "--drift-report", reportOf(environment, gate)],
        ...reports(environment, "rollout", ["json", "markdown", "junit"]),
      ],
    },
    bakeOf(environment),
  ]);
}

function applyOf(environment: EnvironmentId, fingerprint: string): Step[] {
  const synthesized = ["--synthesized", synthesizedFolder];
  return summarized("apply", environment, planOf(environment), [
    {
      phase: "change",
      environment,
      args: [
        ...["apply", environment, ...synthesized, "--approved", fingerprint],
        ...reports(environment, "apply", ["json", "markdown", "junit"]),
      ],
    },
    bakeOf(environment),
  ]);
}

function bakeOf(environment: EnvironmentId): Step {
  return {
    phase: "change",
    environment,
    args: ["bake", environment, ...reports(environment, "bake", ["json", "markdown"])],
  };
}

function driftCheckOf(environment: EnvironmentId, phase: Step["phase"], name: string): Step {
  const args = ["drift-check", environment, "--synthesized", synthesizedFolder];
  return {
    phase,
    environment,
    args: [...args, ...reports(environment, name, ["json", "markdown", "junit"])],
  };
}

/** Without JUnit: that there is something to apply is no failure. */
function planOf(environment: EnvironmentId): Step {
  const args = ["apply", environment, "--synthesized", synthesizedFolder, "--plan-only"];
  return {
    phase: "check",
    environment,
    args: [...args, ...reports(environment, "plan", ["json", "markdown"])],
  };
}

/** The steps, and one that puts all reports of the environment together for whoever approves what comes next. */
function summarized(
  action: Action,
  environment: EnvironmentId,
  before: Step,
  steps: readonly Step[],
): Step[] {
  const files = `${reportFolder}/${environment}.summary`;
  const args = summaryArgs(action, [environment], [before, ...steps], files);
  return [...steps, { phase: "change", environment, args }];
}

/**
 * What ends every build, however it went: the summary.
 *
 * @param begun the steps that were begun, whose reports must be there
 */
export function endOf(
  action: Action,
  environments: readonly EnvironmentId[],
  begun: readonly Step[],
): Step {
  const args = summaryArgs(action, environments, begun, `${reportFolder}/summary`);
  return { phase: "end", environment: null, args };
}

function summaryArgs(
  action: Action,
  environments: readonly EnvironmentId[],
  steps: readonly Step[],
  files: string,
): string[] {
  const found = steps.flatMap(({ args }) => (args[0] === "summary" ? [] : jsonFileOf(args)));
  return [
    ...["summary", ...found, "--action", action, "--expected", ...environments],
    ...["--markdown", `${files}.md`, "--line", `${files}.txt`],
  ];
}

function jsonFileOf(args: readonly string[]): string[] {
  const file = args[args.indexOf("--json") + 1];
  return file === undefined ? [] : [file];
}

function reports(environment: EnvironmentId, name: string, wanted: readonly Form[]): string[] {
  return wanted.flatMap((form) => [`--${form}`, reportOf(environment, name, form)]);
}

function reportOf(environment: EnvironmentId, name: string, form: Form = "json"): string {
  return `${reportFolder}/${environment}.${name}.${forms[form]}`;
}
