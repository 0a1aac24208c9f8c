import type { Section } from "../report/sections";
import { outputOf } from "./output";
import type { InstanceReport } from "./report";
import { wasKilled } from "./status";

/** What the document's own exit codes mean: run-updater.sh lists them. */
export const documentExitCodes = [210, 211, 212, 213, 214, 215, 216, 217, 218, 219, 220] as const;

/** Sections of the runbook on what happened on an instance. */
export const instanceSections = {
  /** Of every other exit code on an instance, which is the updater's own. */
  updater: "Exit code of the updater",
  killed: "Killed by the agent",
  withoutVerdict: "Without the script's last line",
  skipped: "Skipped on an instance",
} as const satisfies Record<string, Section>;

/** The runbook's section on an exit code that the document's script gave. */
export function exitCodeSection(code: number): Section {
  return documentExitCodes.some((each) => each === code)
    ? `Exit code ${code}`
    : instanceSections.updater;
}

/** The runbook's section on what happened on an instance; undefined where it says nothing. */
export function sectionOn(instance: InstanceReport): Section | undefined {
  const { class: known, responseCode: code } = instance;
  if (wasKilled(instance)) return instanceSections.killed;
  // Nothing but a script's own end has a code that says something.
  if (!/^(success|failed)$/i.test(instance.statusDetails ?? "")) return undefined;
  if (known === "not updated") return instanceSections.skipped;
  if (known === "unknown") return instanceSections.withoutVerdict;
  return known === "failed" && code !== null && code > 0 ? exitCodeSection(code) : undefined;
}

/** What else there is to say of some instances. */
const remarks: Readonly<Record<Section, string>> = {
  [instanceSections.killed]:
    "The agent killed the script, and an updater that ran goes on, and holds the lock until it ends",
  [instanceSections.withoutVerdict]:
    "The script's last line was not seen, so the exit code may be the agent's, and the updater may have run",
  [instanceSections.skipped]: "The agent skipped the document's step, so nothing ran",
};

const mostNamed = 10;

export function remarksOn(instances: readonly InstanceReport[]): string[] {
  const byRemark = new Map<string, string[]>();
  for (const instance of instances) {
    const remark = remarkOn(instance);
    if (remark === undefined) continue;
    byRemark.set(remark, [...(byRemark.get(remark) ?? []), instance.instanceId]);
  }
  return [...byRemark].map(([remark, ids]) => {
    const more = ids.length > mostNamed ? ` and ${ids.length - mostNamed} more` : "";
    return `${remark}: ${ids.slice(0, mostNamed).join(", ")}${more}`;
  });
}

function remarkOn(instance: InstanceReport): string | undefined {
  const section = sectionOn(instance);
  const { verdict } = outputOf(instance.outputTail ?? "", "");
  if (section === instanceSections.withoutVerdict && verdict !== undefined)
    return `The script's last line says exit code ${verdict}, and the agent says ${instance.responseCode}, so it was not seen which is true`;
  return section && remarks[section];
}
