import { expect, it } from "vitest";
import { type Document, documents } from "./documents";

/** The documents whose commands people paste, one section at a time. */
const pasted = [...documents.values()].filter(({ name }) => /^(RUNBOOK-|docs\/)/.test(name));

/** What a shell has already, and what AWS's CLI and the programs here take from it. */
const everywhere = ["HOME", "PATH", "PWD"];

it.each(pasted)("$name sets each shell variable in the section that uses it", (document) => {
  expect(unset(document)).toEqual([]);
});

/** SECTION: VARIABLE, wherever a block uses what neither its section nor the document's first block sets. */
function unset({ blocks }: Document): string[] {
  const shell = blocks.filter(({ language }) => language === "bash");
  const first = shell[0]?.lines ?? [];
  const known = new Map<string, Set<string>>();
  return shell.flatMap(({ heading, lines }) => {
    const set = known.get(heading) ?? new Set([...everywhere, ...variablesSetIn(first)]);
    known.set(heading, set);
    for (const name of variablesSetIn(lines)) set.add(name);
    return variablesUsedIn(lines)
      .filter((name) => !set.has(name))
      .map((name) => `${heading}: ${name}`);
  });
}

function variablesSetIn(lines: readonly string[]): string[] {
  const text = lines.join("\n");
  const assigned = [...text.matchAll(/(?:^|[;(]|\bexport|&&|\|\||do) *([A-Z][A-Z_]*)=/gm)];
  const read = [...text.matchAll(/\bread -r ([A-Z_ ]+)/g), ...text.matchAll(/\bfor ([A-Z_]+) in/g)];
  return [...assigned, ...read].flatMap(([, names = ""]) => names.split(" "));
}

function variablesUsedIn(lines: readonly string[]): string[] {
  return [...lines.join("\n").matchAll(/\$\{?([A-Z][A-Z_]*)/g)].map(([, name = ""]) => name);
}
