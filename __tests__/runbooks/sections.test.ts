import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { listed, setupErrors } from "../../src/operations/report/sections";
import { instanceClasses } from "../../src/operations/rollout/report";
import { documentExitCodes } from "../../src/operations/rollout/sections";
import {
  anchorOf,
  blocksBelow,
  documentOf,
  errorDocuments,
  escaped,
  sectionText,
} from "./documents";
import {
  doctorChecks,
  headlines,
  jenkinsMessages,
  namedSections,
  scriptExitCodes,
  tables,
} from "./sources";

/** Each section of each, with its document. */
const places = errorDocuments.flatMap((document) =>
  document.headings
    .filter(({ level }) => level === 3)
    .map(({ title }) => [title, document] as const),
);
const sections = places.map(([title]) => title);

const operations = path.resolve(__dirname, "../../src/operations");
const filesWithTables = readdirSync(operations, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .filter((file) =>
    readFileSync(path.join(operations, file), "utf8").includes("satisfies OutcomeTable"),
  );

/** What a section quotes, of this project (`text`) or of others (`console`). */
function quoted(section: string, language: string): string[] {
  const own = blocksBelow(section).filter((block) => block.language === language);
  return own.flatMap(({ lines }) => lines);
}

it.each(filesWithTables)("the outcomes in %s are held against the runbook", async (file) => {
  const exported = Object.values(await import(path.join(operations, file)));
  expect(Object.values(tables).filter((table) => exported.includes(table))).toHaveLength(1);
});

describe("the sections of errors", () => {
  it.each(Object.entries(namedSections))("has every section that %s name", (_, named) => {
    expect(named.length).toBeGreaterThan(0);
    for (const section of named) {
      const [{ document } = { document: "" }] = listed([section]);
      expect(documentOf(document).headings.map(({ title }) => title)).toContain(section);
      expect(quoted(section, "text"), `${section} quotes what is printed`).not.toEqual([]);
    }
  });

  it.each(headlines)("quotes %s: %s", (word, meaning, section) => {
    const shown = new RegExp(`^ *${word}( uat-us-east-1| tally-production)?: ${escaped(meaning)}$`);
    expect(quoted(section, "text").filter((line) => shown.test(line))).toHaveLength(1);
  });

  it("has a row for every check of the doctor, and for no other", () => {
    const rows = [
      ...sectionText(documentOf(setupErrors), "NOT_READY").matchAll(/^ *\| (`.*?) \|/gm),
    ];
    const checks = rows.flatMap(([, cell = ""]) => cell.replaceAll("`", "").split(", "));
    expect(checks.sort()).toEqual([...doctorChecks].sort());
  });

  it("quotes every message of the Jenkinsfile", () => {
    const lines = sections.flatMap((section) => quoted(section, "text"));
    const unquoted = jenkinsMessages.filter(
      (parts) => !lines.some((line) => parts.every((part) => line.includes(part))),
    );
    expect(unquoted).toEqual([]);
    expect(jenkinsMessages.length).toBeGreaterThan(4);
  });

  it("has a section for every exit code that the updater's document lists", () => {
    expect(scriptExitCodes.filter((code) => code !== 0)).toEqual([...documentExitCodes]);
  });

  it("has sections of one shape, each once", () => {
    expect(new Set(sections).size).toBe(sections.length);
    for (const [section, document] of places) {
      const text = sectionText(document, section);
      const seen = [...quoted(section, "text"), ...quoted(section, "console")];
      expect(seen, `${section} says what one sees`).not.toEqual([]);
      for (const part of ["**Why:**", "emedy:**"])
        expect(text, `${section}: ${part}`).toContain(part);
    }
  });

  it("are each led to from a message, a table or another section", () => {
    const texts = errorDocuments.map(({ text }) => text).join("");
    const linked = new Set([...texts.matchAll(/\([^()\s]*#([^)]+)\)/g)].map(([, to]) => to));
    const named = new Set(Object.values(namedSections).flat());
    expect(sections.filter((each) => !named.has(each) && !linked.has(anchorOf(each)))).toEqual([]);
  });
});

describe("the runbook for rollbacks", () => {
  it("says which code an instance of each class runs", () => {
    const table = sectionText(documentOf("RUNBOOK-rollback.md"), "Stop it");
    // Of these two nothing has been sent, or not all has ended.
    const ended = instanceClasses.filter((each) => each !== "expected" && each !== "still going");
    for (const each of ended) expect(table).toMatch(new RegExp(`^\\|.*\`${each}\``, "m"));
  });
});
