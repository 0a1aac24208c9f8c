/** What `node` is called with for a synth; cdktf.json says the same. */
export const applicationArgs: readonly string[] = [
  "--max-semi-space-size=8",
  "bin/run-typescript.cjs",
  "main.ts",
];
