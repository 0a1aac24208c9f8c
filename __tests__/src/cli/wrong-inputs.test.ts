import { writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeSavedPlan } from "../../../src/cli/input/saved-plan";
import { runs } from "../../support/runs";
import { builtPlan } from "../operations/drift/properties/built-plan";
import { planIntent } from "../operations/drift/properties/intents";
import { resolved } from "../operations/drift/properties/resolved";
import { Folder } from "./command-line";

const canary = "planted-secret";

/** What people hand over in place of a plan's JSON, made of one, and what it is called. */
const wrongs: Readonly<Record<string, readonly [(plan: string) => string | Buffer, RegExp]>> = {
  gzip: [(plan) => gzipSync(plan, { level: 1 }), /is compressed by gzip/],
  "UTF-16": [(plan) => Buffer.from(`\ufeff${plan}`, "utf16le"), /is in UTF-16/],
  "UTF-16, the other order": [
    (plan) => Buffer.from(`\ufeff${plan}`, "utf16le").swap16(),
    /is in UTF-16/,
  ],
  "a byte order mark": [(plan) => `\ufeff${plan}`, /begins with a byte order mark/],
  "a line before": [(plan) => `${canary}\n${plan}`, /has a line before the plan's JSON/],
  "lines before": [(plan) => `a\n${canary}\nb\n${plan}`, /has 3 lines before the plan's JSON/],
  "a line behind": [(plan) => `${plan}\n${canary}`, /has something behind the plan's JSON/],
  "a stream": [
    (plan) => `${JSON.stringify({ "@level": "info", "@message": canary, plan })}\n`,
    /is what terraform plan -json says/,
  ],
  "a state": [
    (plan) => JSON.stringify({ version: 4, lineage: "x", resources: [JSON.parse(plan)] }),
    /is a state, and no plan/,
  ],
  "a shown state": [
    (plan) => JSON.stringify({ format_version: "1.0", values: JSON.parse(plan) }),
    /is a state, and no plan/,
  ],
  "of OpenTofu": [
    (plan) => {
      const { applyable: _, complete: __, errored: ___, ...rest } = JSON.parse(plan);
      return JSON.stringify(rest);
    },
    /was made by OpenTofu, or by a Terraform before 1\.8/,
  ],
};

const written = planIntent.map((intent) => {
  const { format_version, ...plan } = builtPlan(resolved(intent));
  return JSON.stringify({ format_version, ...plan, variables: { a: { value: canary } } });
});

async function saidOf(content: string | Buffer) {
  using folder = new Folder();
  const file = path.join(folder.path, "plan.json");
  writeFileSync(file, content);
  const report = await judgeSavedPlan(file, null, undefined);
  expect(JSON.stringify(report)).not.toContain(canary);
  return report;
}

test("whatever is handed over in place of a plan is named, whatever the plan, and never judged", async () => {
  await fc.assert(
    fc.asyncProperty(written, fc.constantFrom(...Object.keys(wrongs)), async (plan, kind) => {
      const [make, name] = wrongs[kind] ?? [];
      const { verdict, reasons, findings } = await saidOf(make?.(plan) ?? "");
      expect(verdict).toMatch(/^(ERROR|INCONCLUSIVE)$/);
      expect(findings).toEqual([]);
      expect(reasons.join()).toMatch(name ?? /never/);
    }),
    { numRuns: runs(300) },
  );
});

test("a plan that is cut off anywhere is never judged, and nothing of it is quoted", async () => {
  await fc.assert(
    fc.asyncProperty(written, fc.double({ min: 0, max: 1, noNaN: true }), async (plan, part) => {
      const { verdict, reasons } = await saidOf(
        plan.slice(0, Math.floor(part * (plan.length - 1))),
      );
      expect(verdict).toBe("ERROR");
      expect(reasons.join()).toContain("terraform show -json PLAN > FILE");
    }),
    { numRuns: runs(300) },
  );
});
