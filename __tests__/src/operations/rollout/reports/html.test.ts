import { expect, it } from "vitest";
import { htmlReport } from "../../../../../src/operations/report/html/report";
import type { RolloutReport } from "../../../../../src/operations/rollout/report";
import { shown } from "../../../../../src/operations/rollout/shown";
import { tagsOf, textOf } from "../../report/html/page-text";
import { allClasses, anInstance, aRollout, hostile } from "./sample-report";

const page = (report: RolloutReport) => htmlReport(shown(report), ".");
const unseen = { startedAt: null, endedAt: null, durationSeconds: null };

/** The rows of the timeline: what each says, and its bar from and to, in percent of the time. */
function rows(html: string) {
  const found = [...html.matchAll(/<svg class="row".*?aria-label="([^"]*)".*?<\/svg>/gs)];
  return found.map(([row, said]) => {
    const [, x, width, fill] =
      /<rect x="([\d.]+)%" y="\d+" width="([\d.]+)%".* fill="([^"]+)"/.exec(row) ?? [];
    if (x === undefined) return [said, /dasharray/.test(row) ? "broken" : "empty"];
    return [
      said,
      Number(x),
      Number(x) + Number(width),
      /hatched/.test(fill ?? "") ? "hatched" : "full",
    ];
  });
}

it("says the outcome first, then how to go on, and every instance, those in trouble first", () => {
  const lines = textOf(
    page(
      aRollout({
        outcome: "IN_PROGRESS",
        reason: "The time limit has come",
        nextSteps: ["resume it: bin/testapp rollout uat-us-east-1 --resume ID"],
        instances: [...allClasses],
      }),
    ),
  ).split("\n");
  expect(lines.slice(1, 6)).toEqual([
    "IN_PROGRESS",
    "Rollout of uat-us-east-1: the watch has ended, and the command goes on. Exit code 3.",
    "Read RUNBOOK-investigate.md, Exit code of the updater and IN_PROGRESS",
    "The time limit has come",
    "next resume it: bin/testapp rollout uat-us-east-1 --resume ID",
  ]);
  expect(
    lines.slice(lines.indexOf("Instances")).flatMap((line) => /\bi-\d/.exec(line) ?? []),
  ).toEqual(["i-2", "i-5", "i-4", "i-3", "i-6", "i-1", "i-7", "i-8"]);
  expect(lines).toContain("failed i-2 Failed, exit code 3, 12.5 s");
  expect(lines).toContain("last");
});

it("shows when each instance ran, as far as anybody saw it", () => {
  const html = page(
    aRollout({
      instances: [
        anInstance({ instanceId: "i-4", class: "not updated", ...unseen }),
        anInstance({ instanceId: "i-3", class: "unknown", ...unseen }),
        anInstance({
          instanceId: "i-2",
          class: "still going",
          startedAt: "2026-03-01T08:00:30.000Z",
          endedAt: null,
        }),
        anInstance({
          instanceId: "i-1",
          startedAt: "2026-03-01T08:00:06.000Z",
          endedAt: "2026-03-01T08:00:24.000Z",
        }),
      ],
    }),
  );
  expect(rows(html)).toEqual([
    ["i-1: updated, 08:00:06 to 08:00:24", 10, 40, "full"],
    ["i-2: still going, 08:00:30 to ?", 50, 100, "hatched"],
    ["i-4: not updated, did not run", "empty"],
    ["i-3: unknown, not seen to run", "broken"],
  ]);
  expect(textOf(html)).toContain("08:00:00 to 08:01:00 UTC, 1 min 0 s.");
});

it("shows what began before a resumption, and what has no length", () => {
  const html = page(
    aRollout({
      instances: [
        anInstance({
          instanceId: "i-1",
          startedAt: "2026-03-01T07:59:00.000Z",
          endedAt: "2026-03-01T08:00:00.000Z",
        }),
        anInstance({
          instanceId: "i-2",
          startedAt: "2026-03-01T08:01:00.000Z",
          endedAt: "2026-03-01T08:01:00.000Z",
        }),
      ],
    }),
  );
  expect(rows(html)).toEqual([
    ["i-1: updated, 07:59:00 to 08:00:00", 0, 50, "full"],
    ["i-2: updated, 08:01:00 to 08:01:00", 99, 100, "full"],
  ]);
});

it("has no timeline where there is no instance", () => {
  expect(page(aRollout({ instances: [] }))).not.toContain('class="row"');
});

it("escapes what others wrote", () => {
  const saturated = (text: string) =>
    page(
      aRollout({
        environment: text,
        reason: text,
        notes: [text],
        nextSteps: [text],
        runId: text,
        instances: [
          anInstance({ instanceId: text, class: "failed", statusDetails: text, outputTail: text }),
        ],
      }),
    );
  const label = /aria-label="[^"]*"/g;
  const frame = (text: string) => tagsOf(saturated(text)).map((tag) => tag.replace(label, ""));
  for (const text of [hostile, '"><script>', "<wbr>", "'&#39;"])
    expect(frame(text)).toEqual(frame("x"));
});
