import { writeFileSync } from "node:fs";
import type { SynthesizedOutput } from "./synth/synthesized-output";

/**
 * Writes the script that is the floor of every synth: Node.js alone, which holds an output's data as
 * values and writes the same files from them. Nothing that computes the data can be faster.
 *
 * @param script path of the script to write
 * @param target folder to which the script will write
 */
export function writeFloor(script: string, output: SynthesizedOutput, target: string): void {
  const files = [...output].map(([file, data]) => `[${JSON.stringify(file)}, ${literal(data)}]`);
  writeFileSync(
    script,
    `const { mkdirSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const files = [
${files.join(",\n")}
];
for (const [file, data] of files) {
  const target = path.join(${JSON.stringify(target)}, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, JSON.stringify(data, null, 2));
}
`,
  );
}

/** JSON is JavaScript too. */
const literal = (data: unknown): string => JSON.stringify(data);
