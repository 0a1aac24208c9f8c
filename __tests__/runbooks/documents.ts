import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  reviewing,
  rollbackErrors,
  runbook,
  setupErrors,
} from "../../src/operations/report/sections";

const root = path.resolve(__dirname, "../..");

/** A fenced block of a document, or a line of its own in a quotation, which is text. */
export interface Block {
  readonly document: string;
  /** The nearest heading above it. */
  readonly heading: string;
  readonly language: string;
  readonly lines: readonly string[];
}

export interface Document {
  readonly name: string;
  readonly text: string;
  readonly headings: readonly { readonly level: number; readonly title: string }[];
  readonly blocks: readonly Block[];
}

/** The Markdown documents of the project, by their paths in it. */
export const documents: ReadonlyMap<string, Document> = new Map(
  [
    ...readdirSync(root),
    ...readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" }).map((file) =>
      path.join("docs", file),
    ),
  ]
    .filter((name) => name.endsWith(".md"))
    .map((name) => [name, parsed(name)]),
);

/** @throws Error when there is no such document */
export function documentOf(name: string): Document {
  const document = documents.get(name);
  if (document === undefined) throw new Error(`there is no ${name}`);
  return document;
}

/** What the sections of errors are in: for whoever is on call, sets up, reviews, or brings old code back. */
export const errorDocuments: readonly Document[] = [
  runbook,
  setupErrors,
  reviewing,
  rollbackErrors,
].map(documentOf);

/** The blocks below a heading of one of them. */
export function blocksBelow(section: string): Block[] {
  return errorDocuments.flatMap(({ blocks }) =>
    blocks.filter(({ heading }) => heading === section),
  );
}

/** What stands between a heading and the next one of any level. */
export function sectionText({ text }: Document, title: string): string {
  const [, after = ""] = `\n${text}`.split(new RegExp(`\n#+ ${escaped(title)}\n`));
  return after.split(/\n#+ /)[0] ?? "";
}

/** The anchor that GitHub gives to a heading. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

/** Every command in shell blocks and in code within sentences, a line each. */
export function shellLines(document: Document): string[] {
  const blocks = document.blocks.filter(({ language }) => language === "bash");
  const prose = document.text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, "");
  const inline = [...prose.matchAll(/`([^`]+)`/g)].map(([, code = ""]) =>
    code.replace(/\n */, " "),
  );
  return [...blocks.flatMap(({ lines }) => joined(lines)), ...inline];
}

export function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Lines that end in a backslash, with those that they go on in. */
function joined(lines: readonly string[]): string[] {
  return lines
    .join("\n")
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n");
}

function parsed(name: string): Document {
  const text = readFileSync(path.join(root, name), "utf8");
  const headings: { level: number; title: string }[] = [];
  const blocks: Block[] = [];
  let open: { indent: string; block: Block & { lines: string[] } } | undefined;
  for (const line of text.split("\n")) {
    const [, indent = "", language] = /^( *)```(\w*)$/.exec(line) ?? [];
    const [, quoted] = open === undefined ? (/^> `(.+)`$/.exec(line) ?? []) : [];
    if (quoted !== undefined)
      blocks.push({
        document: name,
        heading: headings.at(-1)?.title ?? "",
        language: "text",
        lines: [quoted],
      });
    const [, marks, title] = open === undefined ? (/^(#+) (.+)$/.exec(line) ?? []) : [];
    if (marks !== undefined && title !== undefined) headings.push({ level: marks.length, title });
    if (language === undefined) {
      open?.block.lines.push(line.slice(open.indent.length));
    } else if (open === undefined) {
      const heading = headings.at(-1)?.title ?? "";
      open = { indent, block: { document: name, heading, language, lines: [] } };
    } else {
      blocks.push(open.block);
      open = undefined;
    }
  }
  return { name, text, headings, blocks };
}
