import { describe, expect, test } from "vitest";
import {
  type RunUpdaterValues,
  renderRunUpdater,
} from "../../../../../../src/systems/test-app/scripts/run-updater/render-run-updater";
import { sampleHealth, sampleRun } from "./sample-run";

describe("the rendered script of the updater document", () => {
  const script = renderRunUpdater(sampleRun());

  test("is a bash script without a placeholder", () => {
    expect(script.startsWith("#!/bin/bash\n")).toBe(true);
    expect(script).not.toContain("@@");
  });

  test("has the same bytes for the same values, and other bytes for others", () => {
    expect(renderRunUpdater(sampleRun())).toBe(script);
    expect(renderRunUpdater(sampleRun({ region: "eu-west-1" }))).not.toBe(script);
  });

  test("names every exit code of its own in the table at its top", () => {
    const own = [...script.matchAll(/\b[A-Z_]+=(2\d\d)\b/g)].map(([, code]) => code);
    const listed = [...script.matchAll(/^# {3}(2\d\d) {2}/gm)].map(([, code]) => code);
    expect(listed).toEqual(own);
    expect(own).not.toEqual([]);
  });

  test.each([
    [
      "what SSM reads as a parameter",
      { health: { ...sampleHealth, path: "/{{ health }}" } },
      /holds "\{\{ health \}\}'.*beginning of a parameter's name\. Write/,
    ],
    [
      "a quote in the health check's path",
      { health: { ...sampleHealth, path: "/it's" } },
      /health is "http:\/\/127\.0\.0\.1:80\/it's", but .*single quote/,
    ],
    [
      "no time for a health check",
      { health: { ...sampleHealth, timeoutSeconds: 0 } },
      /health\.timeoutSeconds is 0, .*at least 1/,
    ],
  ] as [string, Partial<RunUpdaterValues>, RegExp][])("refuses %s", (_what, changes, message) => {
    expect(() => renderRunUpdater(sampleRun(changes))).toThrow(message);
  });
});
