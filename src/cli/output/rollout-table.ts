import { line } from "../../operations/report/visible";
import type { RolloutProgress } from "../../operations/rollout/progress";
import { type InstanceClass, instanceClasses } from "../../operations/rollout/report";
import { liveTable } from "./live-table";
import type { ProgressView } from "./progress-view";
import { progressText } from "./rollout-line";

interface Row {
  readonly class: InstanceClass;
  readonly status: string;
}

/** A table that changes in place: the counts of all instances, and as many of them as there is room for. */
export function rolloutTable(): ProgressView<RolloutProgress> {
  const rows = new Map<string, Row>();
  let phase = "";
  const start = Date.now();
  const table = liveTable((height) => {
    const seconds = Math.round((Date.now() - start) / 1000);
    return [`${phase}  ${seconds} s  ${countsText(rows)}`, ...shownRows(rows, height - 1)];
  });
  return {
    show: (progress) => {
      switch (progress.kind) {
        case "phase":
          phase = progress.phase;
          return;
        case "expected":
          for (const id of progress.instanceIds) rows.set(id, { class: "expected", status: "" });
          return;
        case "instance":
          rows.set(progress.instanceId, { class: progress.class, status: progress.statusDetails });
          return;
        default:
          table.say(progressText(progress));
      }
    },
    end: () => table.end(),
  };
}

/** Such as `2 updated, 1 still going`. */
function countsText(rows: ReadonlyMap<string, Row>): string {
  const counts = new Map<InstanceClass, number>();
  for (const { class: known } of rows.values()) counts.set(known, (counts.get(known) ?? 0) + 1);
  return instanceClasses
    .flatMap((known) => {
      const count = counts.get(known);
      return count === undefined ? [] : [`${count.toLocaleString("en")} ${known}`];
    })
    .join(", ");
}

/** What needs attention comes first, then what runs, then what waits or is done. */
const importance: Readonly<Record<InstanceClass, number>> = {
  failed: 0,
  misconfigured: 0,
  "not updated": 0,
  unknown: 1,
  "still going": 2,
  expected: 4,
  updated: 5,
  gone: 5,
};
const waiting = 3;

function importanceOf({ class: known, status }: Row): number {
  return known === "still going" && status === "Pending" ? waiting : importance[known];
}

/** @param room for so many lines */
function shownRows(rows: ReadonlyMap<string, Row>, room: number): string[] {
  const sorted = [...rows].sort(([, one], [, other]) => importanceOf(one) - importanceOf(other));
  const shown = sorted.length <= room ? sorted : sorted.slice(0, Math.max(0, room - 1));
  const lines = shown.map(([id, { class: known, status }]) =>
    line(`  ${id}  ${known}${status === "" ? "" : `  ${status}`}`),
  );
  const hidden = sorted.length - shown.length;
  return hidden === 0 ? lines : [...lines, `  … and ${hidden.toLocaleString("en")} more`];
}
