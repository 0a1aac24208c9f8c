import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Data of the JSON files of an output folder, by their paths in it, in the order of the paths. */
export type SynthesizedOutput = ReadonlyMap<string, unknown>;

/** Reads what a synth has written to a folder. */
export function readOutput(folder: string): SynthesizedOutput {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json"))
    .sort();
  return new Map(
    files.map((file) => [file, JSON.parse(readFileSync(path.join(folder, file), "utf8"))]),
  );
}

/** How much of each kind Terraform would manage or read, in all stacks. */
export interface Content {
  readonly managedResources: number;
  readonly dataSources: number;
}

/** Counts an output's resources and data sources. */
export function contentOf(output: SynthesizedOutput): Content {
  const stacks = [...output.values()] as { resource?: ByType; data?: ByType }[];
  return {
    managedResources: stacks.reduce((sum, stack) => sum + count(stack.resource), 0),
    dataSources: stacks.reduce((sum, stack) => sum + count(stack.data), 0),
  };
}

/** By type, then by name. */
type ByType = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function count(blocks: ByType = {}): number {
  return Object.values(blocks).reduce((sum, ofType) => sum + Object.keys(ofType).length, 0);
}
