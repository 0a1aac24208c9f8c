import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { runbook } from "../../src/operations/report/sections";
import { instanceClasses } from "../../src/operations/rollout/report";
import { documentExitCodes } from "../../src/operations/rollout/sections";
import { anchorOf, documentOf, escaped, sectionText } from "./documents";
import { commands, exitCodesOf } from "./program";
import {
  doctorChecks,
  headlines,
  jenkinsMeanings,
  jenkinsMessages,
  namedSections,
  scriptExitCodes,
  tables,
} from "./sources";

const investigate = documentOf(runbook);
const firstSection = investigate.headings.findIndex(({ title }) => title === "All is well");
const sections = investigate.headings
  .slice(firstSection)
  .filter(({ level }) => level === 3)
  .map(({ title }) => title);

const operations = path.resolve(__dirname, "../../src/operations");
const filesWithTables = readdirSync(operations, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .filter((file) =>
    readFileSync(path.join(operations, file), "utf8").includes("satisfies OutcomeTable"),
  );

/** What a section quotes, of this project (`text`) or of others (`console`). */
function quoted(section: string, language: string): string[] {
  const own = investigate.blocks.filter((block) => block.heading === section);
  return own.filter((block) => block.language === language).flatMap(({ lines }) => lines);
}

it.each(filesWithTables)("the outcomes in %s are held against the runbook", async (file) => {
  const exported = Object.values(await import(path.join(operations, file)));
  expect(Object.values(tables).filter((table) => exported.includes(table))).toHaveLength(1);
});

describe("the runbook for investigations", () => {
  it.each(Object.entries(namedSections))("has every section that %s name", (_, named) => {
    expect(named.length).toBeGreaterThan(0);
    for (const section of named) {
      expect(sections).toContain(section);
      expect(quoted(section, "text"), `${section} quotes what is printed`).not.toEqual([]);
    }
  });

  it.each(headlines)("quotes %s: %s", (word, meaning, section) => {
    const shown = new RegExp(`^${word}( uat-us-east-1)?: ${escaped(meaning)}$`);
    expect(quoted(section, "text").filter((line) => shown.test(line))).toHaveLength(1);
  });

  it("has a row for every check of the doctor, and for no other", () => {
    const rows = [...sectionText(investigate, "NOT_READY").matchAll(/^ *\| (`.*?) \|/gm)];
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

  it("has a row for every meaning that the Jenkinsfile gives to an exit code, and for no other", () => {
    const rows = [...sectionText(investigate, "A build stops").matchAll(/^ *\| `(.*?)` \|/gm)];
    expect(rows.map(([, meaning]) => meaning).sort()).toEqual([...jenkinsMeanings].sort());
  });

  it("has a section for every exit code that the updater's document lists", () => {
    expect(scriptExitCodes.filter((code) => code !== 0)).toEqual([...documentExitCodes]);
  });

  it("has sections of one shape, each once", () => {
    expect(new Set(sections).size).toBe(sections.length);
    for (const section of sections) {
      const text = sectionText(investigate, section);
      const seen = [...quoted(section, "text"), ...quoted(section, "console")];
      expect(seen, `${section} says what one sees`).not.toEqual([]);
      for (const part of ["**Why:**", "**Confirm", "emedy:**", "**Gone when:**"])
        expect(text, `${section}: ${part}`).toContain(part);
    }
  });

  it("leads to every section from a table or from another section", () => {
    const linked = new Set([...investigate.text.matchAll(/\(#([^)]+)\)/g)].map(([, to]) => to));
    const named = new Set(Object.values(namedSections).flat());
    expect(sections.filter((each) => !named.has(each) && !linked.has(anchorOf(each)))).toEqual([]);
  });
});

describe("its table of exit codes", () => {
  const rows = sectionText(investigate, "By exit code")
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").slice(1, -1));
  const [head = [], , ...body] = rows;

  it("has a column for every command", () => {
    const columns = head.slice(1).map((cell) => cell.replaceAll(/[ `]/g, ""));
    expect(columns.sort()).toEqual(commands().sort());
  });

  it.each(commands())("has the codes of %s", (command) => {
    const column = head.findIndex((cell) => cell.trim() === `\`${command}\``);
    const codes = body.filter((row) => row[column]?.trim() !== "").map((row) => row[0]?.trim());
    expect(new Set(codes)).toEqual(exitCodesOf(command));
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
