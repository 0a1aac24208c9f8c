import { existsSync } from "node:fs";
import path from "node:path";
import { anchorOf, type Document } from "./documents";

const root = path.resolve(__dirname, "../..");

/** The documents' links that lead nowhere. */
export function brokenLinks(documents: ReadonlyMap<string, Document>): string[] {
  const anchors = new Map(
    [...documents].map(([name, { headings }]) => [
      name,
      new Set(headings.map(({ title }) => anchorOf(title))),
    ]),
  );
  return [...documents.values()].flatMap(({ name, text }) =>
    [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)].flatMap(
      ([link, file = "", anchor]) => {
        const target = file === "" ? name : path.join(path.dirname(name), file);
        const isThere = anchors.has(target) || existsSync(path.join(root, target));
        const leads = isThere && (anchor === undefined || anchors.get(target)?.has(anchor));
        return leads ? [] : `${name}: ${link}`;
      },
    ),
  );
}
