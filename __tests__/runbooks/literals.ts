import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(__dirname, "../..");

/** The fixed parts of a text in the code, in their order: what stands around the values put into it. */
export type Literal = readonly string[];

/** A value in a template, which may hold a template in its turn. */
const value = /\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\}/;
const template = new RegExp(
  String.raw`\x60((?:[^\x60\\$]|\\.|\$(?!\{)|${value.source})*)\x60`,
  "g",
);

/** Every text of the project's code, scripts and Jenkinsfile that is long enough to tell where it comes from. */
export const literals: readonly Literal[] = [path.join(root, "Jenkinsfile"), ...codeFiles()]
  .flatMap((file) => literalsIn(file))
  .map((parts) => parts.filter((part) => part.length > 2))
  .filter((parts) => parts.join("").length >= 10);

function codeFiles(): string[] {
  return ["src", "lambda", "stacks", "bin"].flatMap((folder) =>
    readdirSync(path.join(root, folder), { encoding: "utf8", recursive: true }).map((file) =>
      path.join(root, folder, file),
    ),
  );
}

/** How many characters of a line come from texts that stand in it in whole. */
export function explainedCharacters(line: string): number {
  const explained = new Set<number>();
  for (const literal of literals) {
    const places = placesOf(literal, line);
    for (const [start, end] of places)
      for (let index = start; index < end; index += 1) explained.add(index);
  }
  return explained.size;
}

/** Where the parts stand in the line, one behind the other; empty when one of them doesn't. */
function placesOf(literal: Literal, line: string): (readonly [number, number])[] {
  const places: [number, number][] = [];
  let from = 0;
  for (const part of literal) {
    const start = line.indexOf(part, from);
    if (start < 0) return [];
    from = start + part.length;
    places.push([start, from]);
  }
  return places;
}

function literalsIn(file: string): Literal[] {
  if (file.endsWith(".sh")) {
    return matches(file, /"((?:[^"\\]|\\.)*)"/g).map((text) =>
      text.split(/\$\{[^}]*\}|\$\w+|@@\w+@@/),
    );
  }
  if (file.endsWith("Jenkinsfile")) {
    const texts = [...matches(file, /"([^"\n]+)"/g), ...matches(file, /'([^'\n]+)'/g)];
    return texts.map((text) => text.split(/\$\{[^}]*\}/));
  }
  if (!/\.(ts|cjs)$/.test(file)) return [];
  const quoted = matches(file, /"((?:[^"\\\n]|\\.)*)"/g).map((line) => line.split("{}"));
  const templates = matches(file, template).map((line) => line.split(value));
  return [...quoted, ...templates];
}

/** The texts of a file, a line of each at a time. */
function matches(file: string, pattern: RegExp): string[] {
  const text = readFileSync(file, "utf8");
  const found = [...text.matchAll(pattern)].map(([, content = ""]) => content);
  return found.flatMap((content) => content.replaceAll('\\"', '"').split("\\n"));
}
