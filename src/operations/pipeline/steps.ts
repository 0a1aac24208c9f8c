import type { Deployment } from "../../estate/deployment";

/** What a build of the pipeline may be asked for. */
export const actions = ["update", "check", "apply"] as const;
export type Action = (typeof actions)[number];

/** What of a deployment decides what is called. */
export type Subject = Pick<Deployment, "id" | "health" | "release">;

/** One call of `bin/testapp`. */
export interface Step {
  /** Checks come first, of all deployments at the same time; then changes, one deployment after the other. */
  readonly phase: "check" | "change" | "end";
  /** Id of the deployment; null where it is of all of them. */
  readonly id: string | null;
  readonly args: readonly string[];
}

const forms = { json: "json", markdown: "md", html: "html", junit: "xml" } as const;
type Form = keyof typeof forms;
const forReaders: readonly Form[] = ["json", "markdown", "html"];
const allForms: readonly Form[] = [...forReaders, "junit"];

/** Where the pipeline writes reports, in the checkout. */
export const reportFolder = "reports";
/** Where it finds the synthesized output that all deployments share. */
export const synthesizedFolder = "cdktf.out";

/**
 * What the pipeline calls when all goes well, in order. It is the one table of it: the tests compare the Jenkinsfile
 * with it.
 *
 * @param deployments in the order in which they are changed; an update is only of those that have a release
 * @param fingerprintOf the approved plan of a deployment; null where there is nothing to apply
 */
export function stepsOf(
  action: Action,
  deployments: readonly Subject[],
  fingerprintOf: (id: string) => string | null = () => null,
): Step[] {
  const subjects = subjectsOf(action, deployments);
  const checks = subjects.map(({ id }) => checkOf(action, id));
  const changes = subjects.flatMap((subject) => {
    if (action === "update") return updateOf(subject);
    const fingerprint = action === "apply" ? fingerprintOf(subject.id) : null;
    return fingerprint === null ? [] : applyOf(subject, fingerprint);
  });
  const steps = [...checks, ...changes];
  return [...steps, endOf(action, subjects, steps)];
}

/**
 * What ends every build, however it went: the summary.
 *
 * @param begun the steps that were begun, whose reports must be there
 */
export function endOf(
  action: Action,
  deployments: readonly Subject[],
  begun: readonly Step[],
): Step {
  const ids = subjectsOf(action, deployments).map(({ id }) => id);
  return {
    phase: "end",
    id: null,
    args: summaryArgs(action, ids, begun, `${reportFolder}/summary`),
  };
}

function subjectsOf(action: Action, deployments: readonly Subject[]): readonly Subject[] {
  return action === "update" ? deployments.filter(({ release }) => release !== null) : deployments;
}

function checkOf(action: Action, id: string): Step {
  return action === "apply" ? planOf(id) : driftCheckOf(id, "check", "drift-check");
}

function updateOf({ id, health }: Subject): Step[] {
  const gate = "before-rollout";
  return summarized("update", id, [
    driftCheckOf(id, "change", gate),
    {
      phase: "change",
      id,
      args: [
        ...["rollout", id, "--drift-report", reportOf(id, gate), "--metric"],
        ...reports(id, "rollout", allForms),
      ],
    },
    ...(health === null ? [] : [bakeOf(id)]),
  ]);
}

function applyOf({ id, health }: Subject, fingerprint: string): Step[] {
  return summarized("apply", id, [
    {
      phase: "change",
      id,
      args: [
        ...["apply", id, "--synthesized", synthesizedFolder, "--approved", fingerprint],
        ...reports(id, "apply", allForms),
      ],
    },
    ...(health === null ? [] : [bakeOf(id)]),
  ]);
}

function bakeOf(id: string): Step {
  return {
    phase: "change",
    id,
    args: ["bake", id, ...reports(id, "bake", forReaders)],
  };
}

function driftCheckOf(id: string, phase: Step["phase"], name: string): Step {
  const args = ["drift-check", id, "--synthesized", synthesizedFolder, "--metric"];
  return { phase, id, args: [...args, ...reports(id, name, allForms)] };
}

/** Without JUnit: that there is something to apply is no failure. */
function planOf(id: string): Step {
  const args = ["apply", id, "--synthesized", synthesizedFolder, "--plan-only"];
  return { phase: "check", id, args: [...args, ...reports(id, "plan", forReaders)] };
}

/** The steps, and one that puts all reports of the deployment together for whoever approves what comes next. */
function summarized(action: Action, id: string, steps: readonly Step[]): Step[] {
  const begun = [checkOf(action, id), ...steps];
  const args = summaryArgs(action, [id], begun, `${reportFolder}/${id}.summary`);
  return [...steps, { phase: "change", id, args }];
}

function summaryArgs(
  action: Action,
  ids: readonly string[],
  steps: readonly Step[],
  files: string,
): string[] {
  const found = steps.flatMap(({ args }) => (args[0] === "summary" ? [] : jsonFileOf(args)));
  return [
    ...["summary", ...found, "--action", action, "--expected", ...ids],
    ...["--markdown", `${files}.md`, "--line", `${files}.txt`],
  ];
}

function jsonFileOf(args: readonly string[]): string[] {
  const file = args[args.indexOf("--json") + 1];
  return file === undefined ? [] : [file];
}

function reports(id: string, name: string, wanted: readonly Form[]): string[] {
  return wanted.flatMap((form) => [`--${form}`, reportOf(id, name, form)]);
}

function reportOf(id: string, name: string, form: Form = "json"): string {
  return `${reportFolder}/${id}.${name}.${forms[form]}`;
}
