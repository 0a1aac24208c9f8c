import { expect, it } from "vitest";
import { loadDeployments, regions } from "../../src/estate/deployments";
import { agents } from "../../src/operations/pipeline/jenkins-table";
import { application } from "../../src/systems/test-app/application";
import { loadEnvironments } from "../../src/systems/test-app/environments";
import { documentOf, documents } from "./documents";

const environments = Object.values(loadEnvironments());

/** What the documents have lists of. */
const lists: readonly (readonly [what: string, all: readonly string[]])[] = [
  ["environments", environments.map(({ id }) => id)],
  ["foundations", idsOf("foundation")],
  ["regions", regions],
  ["agents' labels", Object.values(agents)],
];

it.each(lists)("what names more than two %s in one go names all of them", (_, all) => {
  const remedies = [...documents.values()].flatMap(({ name, text }) =>
    passagesOf(text).flatMap((passage) => {
      const words = passage.split(/[^A-Za-z0-9-]+/);
      const named = all.filter((id) => words.includes(id));
      const others = all.filter((id) => !words.includes(id));
      return named.length > 2 && others.length > 0
        ? `${name}: name ${others.join(", ")}, too, in: ${passage.trim()}`
        : [];
    }),
  );
  expect(remedies).toEqual([]);
});

it("counts the environments that it names", () => {
  const words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
  const [, count] = /\bThere are (\S+) environments/.exec(documentOf("README.md").text) ?? [];
  expect(count, "write the number of environments in README.md").toBe(
    words[environments.length] ?? String(environments.length),
  );
});

it("resources have the names that the application's name gives them", () => {
  const remedies = [...documents.values()].flatMap(({ name, text }) =>
    environments.flatMap(({ id }) => {
      const names = new RegExp(`(?<![\\w./-])/?([a-z][a-z-]*)(?:-${id}\\b|/${id}/)`, "g");
      return [...text.matchAll(names)]
        .filter(([, given]) => given !== application)
        .map(([found, given]) => `${name}: write ${application} in place of ${given} in ${found}`);
    }),
  );
  expect(remedies).toEqual([]);
});

it("the application is asked where the configuration says that it answers", () => {
  const addresses = environments.map(
    ({ application, healthCheck }) => `http://127.0.0.1:${application.port}${healthCheck.path}`,
  );
  const remedies = [...documents.values()].flatMap(({ name, text }) =>
    [...text.matchAll(/http:\/\/127\.0\.0\.1:\d+\/[^\s:`]*/g)]
      .filter(([address]) => !addresses.includes(address))
      .map(([address]) => `${name}: write ${addresses[0]} in place of ${address}`),
  );
  expect(remedies).toEqual([]);
});

function idsOf(system: string): string[] {
  return loadDeployments().flatMap((each) => (each.system === system ? each.id : []));
}

/** Paragraphs, blocks and points of a list, whose lines go on, and rows of a table. */
function passagesOf(text: string): string[] {
  return text.split(/\n\s*\n|\n(?=\s*(?:[-*]|\||\d+\.) )/);
}
