import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { anchorOf, documents } from "./documents";
import { brokenLinks } from "./links";

const root = path.resolve(__dirname, "../..");

it("every link of the documents leads somewhere", () => {
  expect(brokenLinks(documents)).toEqual([]);
});

it.each([...documents.values()])("every heading of $name is an anchor of its own", (document) => {
  const anchors = document.headings.map(({ title }) => anchorOf(title));
  expect(anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index)).toEqual([]);
});

/** What a text of the code names: a document, and its section in quotes. */
const named = /\b((?:docs\/)?[\w-]+\.md)(?:, | says under )(['"])(.+?)\2(?=["`.,:;]|$)/gm;

it.each(["src/operations", "src/cli", "src/systems"])(
  "every section that %s names is there",
  (folder) => {
    const files = readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" });
    for (const file of [
      path.join(root, "Jenkinsfile"),
      ...files.filter((each) => each.endsWith(".ts")).map((each) => path.join(root, folder, each)),
    ])
      for (const [text, document = "", , title] of readFileSync(file, "utf8").matchAll(named))
        expect(
          documents.get(document)?.headings.map((heading) => heading.title),
          text,
        ).toContain(title);
  },
);

it("there are links", () => {
  const all = [...documents.values()].map(({ text }) => text).join();
  expect(all.match(/\]\(#/g)?.length).toBeGreaterThan(50);
});
