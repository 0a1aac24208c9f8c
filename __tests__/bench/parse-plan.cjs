// Reads and parses a plan, and nothing else: `node parse-plan.cjs PLAN FIGURES`. Writes how long the
// parsing took, in milliseconds, as JSON.
const { readFileSync, writeFileSync } = require("node:fs");

const [plan, figures] = process.argv.slice(2);
const text = readFileSync(plan, "utf8");
const start = performance.now();
globalThis.parsed = JSON.parse(text);
writeFileSync(figures, JSON.stringify({ parse: performance.now() - start }));
