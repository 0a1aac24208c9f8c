// Reads, parses and judges a plan: `node bin/run-typescript.cjs judge-plan.ts PLAN FIGURES`. Writes how
// long the parsing and the judging took, in milliseconds, and what came of it, as JSON.
import { readFileSync, writeFileSync } from "node:fs";
import { judgePlan } from "../../src/operations/drift/judge/judge";

const [plan = "", figures = ""] = process.argv.slice(2);
const text = readFileSync(plan, "utf8");
const start = performance.now();
const parsed = JSON.parse(text);
const between = performance.now();
const { verdict, counts } = judgePlan(parsed, {
  environment: null,
  accepted: [],
  today: "2025-01-01",
});
const end = performance.now();
writeFileSync(
  figures,
  JSON.stringify({ parse: between - start, judge: end - between, verdict, counts }),
);
