import type { Event, Run } from "./jenkins";

/** Every command, in the order in which it was begun. */
export function commands(run: Run): Event[] {
  return run.events.filter(({ step }) => step === "sh");
}

/** What a script ends with whose command ends with 0: with 0 itself Jenkins would forget an abort. */
export const done = 100;

/** The command alone. */
export function scriptOf(event: Event): string {
  return String(event.arguments?.script).replace(new RegExp(` && exit ${done}$`), "");
}

/** Calls of `bin/testapp` such as `rollout uat-us-east-1`, without their options; a summary's is `summary`. */
export function calls(run: Run, command?: string): string[] {
  return commands(run)
    .filter((event) => scriptOf(event).startsWith("bin/testapp "))
    .map((event) => scriptOf(event).split(" ").slice(1, 3).join(" "))
    .map((call) => (call.startsWith("summary ") ? "summary" : call))
    .filter((call) => command === undefined || call.split(" ")[0] === command);
}

/** What changes an environment. */
export function changes(run: Run): string[] {
  return commands(run)
    .map((event) => scriptOf(event))
    .filter((script) => /^bin\/testapp (rollout|apply .* --approved) /.test(script))
    .map((script) => script.split(" ").slice(1, 3).join(" "));
}

/** Labels of the agents that were asked for. */
export function agents(run: Run): string[] {
  const labels = run.events.filter(({ what }) => what === "agent").map(({ label }) => label);
  return [...new Set(labels.map(String))].sort();
}

/** What was locked, in this order. */
export function locked(run: Run): unknown[] {
  return run.events.filter(({ what }) => what === "lock").map(({ names }) => names);
}

export function questions(run: Run): Event[] {
  return run.events.filter(({ step }) => step === "input");
}

/** What people read of a failure, or of a drift in a check. */
export function messages(run: Run): string {
  return run.events
    .filter(({ step }) => ["error", "unstable", "echo"].includes(String(step)))
    .map((event) => event.arguments?.message)
    .join("\n");
}

export function archived(run: Run): string[] {
  return run.events
    .filter(({ step }) => step === "archiveArtifacts")
    .flatMap(({ files }) => files ?? []);
}
