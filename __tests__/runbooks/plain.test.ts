import { describe, expect, it } from "vitest";
import { type Document, documents } from "./documents";

/** How long a document may get: one that everybody reads is worth cutting. */
const mostLines: Readonly<Record<string, number>> = {
  "README.md": 220,
  "CONTRIBUTING.md": 150,
  "DECISIONS.md": 450,
  "RUNBOOK-investigate.md": 800,
  "RUNBOOK-rollback.md": 250,
  "docs/jenkins.md": 100,
  "docs/restore.md": 100,
  "docs/setup-errors.md": 350,
};
/** Of any other document. */
const mostLinesElsewhere = 150;
const mostWords = 35;
const mostCharacters = 120;

/** Words of our own, as a sentence uses them. Each document's first is bold, with what it means, or in a link to that. */
const ownWords: Readonly<Record<string, RegExp>> = {
  bake: /\bbak(?:e|es|ed|ing)\b/i,
  hold: /(?<=\b(?:a|the|its|no|this|that) «?)hold\b/i,
  foundation: /\bfoundations?\b/i,
  fingerprint: /\bfingerprints?\b/i,
  settled: /\b(?:settled|settles?)\b/i,
  "stand-in": /\bstand-ins?\b/i,
  "state-only": /\bstate-only\b/i,
  backoffice: /\bbackoffice\b/i,
};

/** Without what is quoted. */
function ownLines({ text }: Document): string[] {
  const withoutCode = text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, "\n");
  return withoutCode.split("\n").map((line) => (line.startsWith("> `") ? "" : line));
}

/** Only what people read as sentences: paragraphs, entries of lists, and cells of tables. */
function prose(document: Document): string[] {
  const blocks: string[] = [];
  let isOpen = false;
  for (const line of ownLines(document)) {
    if (/^\s*\|/.test(line)) blocks.push(...line.split("|"));
    else if (!isOpen || /^\s*(?:[-*]|\d+\.) /.test(line)) blocks.push(line);
    else blocks.push(`${blocks.pop()} ${line}`);
    isOpen = line.trim() !== "" && !/^\s*(?:\||#)/.test(line);
  }
  return blocks.map((block) => block.trim()).filter((block) => block !== "" && !/^#/.test(block));
}

function sentences(document: Document): string[] {
  return prose(document).flatMap((block) => block.split(/(?<=[.?!][)*_"]*)\s+/));
}

/** A piece of code, and what a link leads to, is read as one word. */
function wordsOf(sentence: string): string[] {
  const read = sentence.replaceAll(/`[^`]*`/g, "code").replaceAll(/\]\([^)]*\)/g, "]");
  return read.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** A table that the code gives isn't written for sentences. */
const held = [...documents.values()].filter(({ name }) => name !== "docs/additions.md");

describe.each(held)("$name", (document) => {
  it(`has at most as many lines as it may`, () => {
    expect(document.text.trimEnd().split("\n").length).toBeLessThanOrEqual(
      mostLines[document.name] ?? mostLinesElsewhere,
    );
  });

  it(`has no line over ${mostCharacters} characters but in tables and code`, () => {
    const lines = ownLines(document).filter((line) => !/^\s*\|/.test(line));
    // What can't be broken, such as a link, may stand over the edge.
    const tooLong = lines.filter((line) => line.length > mostCharacters && / /.test(line.trim()));
    expect(tooLong).toEqual([]);
  });

  it(`has no sentence over ${mostWords} words`, () => {
    const long = sentences(document).filter((each) => wordsOf(each).length > mostWords);
    expect(long).toEqual([]);
  });

  it.each(Object.entries(ownWords))("explains %s where it first stands", (_, pattern) => {
    const explained = prose(document)
      .map((block) => block.replaceAll(/`[^`]*`/g, ""))
      .map((block) => block.replaceAll(/\*\*([^*]+)\*\*/g, "«$1»"))
      .map((block) => block.replaceAll(/\[([^\]]+)\]\((?:(?:\.\.\/)?README\.md)?#[^)]+\)/g, "«$1»"))
      .map((block) => block.replaceAll(/\]\([^)]*\)/g, "]"));
    const first = explained.find((block) => pattern.test(block));
    if (first !== undefined)
      expect(first.slice(0, first.search(pattern)), first).toMatch(/«[^»]*$/);
  });
});
