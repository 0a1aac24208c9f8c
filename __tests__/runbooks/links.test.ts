import { existsSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { anchorOf, documents } from "./documents";

const root = path.resolve(__dirname, "../..");

it.each([...documents.values()])("every link of $name leads somewhere", ({ name, text }) => {
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
  for (const [link, file = "", anchor] of links) {
    const target = file === "" ? name : file;
    expect(existsSync(path.join(root, target)), link).toBe(true);
    if (anchor === undefined) continue;
    const titles = documents.get(target)?.headings.map(({ title }) => anchorOf(title)) ?? [];
    expect(titles, link).toContain(anchor);
  }
});

it.each([...documents.values()])("every heading of $name is an anchor of its own", (document) => {
  const anchors = document.headings.map(({ title }) => anchorOf(title));
  expect(anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index)).toEqual([]);
});

it("there are links", () => {
  const all = [...documents.values()].map(({ text }) => text).join();
  expect(all.match(/\]\(#/g)?.length).toBeGreaterThan(50);
});
