import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { type Addable, addables } from "../../../../../src/operations/drift/additions/table";
import { documentOf } from "../../../../runbooks/documents";

const root = path.resolve(__dirname, "../../../../..");
const snapshots = path.join(root, "__tests__/snapshots");
const types = new Set(
  readdirSync(snapshots)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const { resource } = JSON.parse(readFileSync(path.join(snapshots, name), "utf8"));
      return Object.keys(resource);
    }),
);
const all = Object.values(addables).flat();

it("says of every type of resource in the stacks what can be added to it, and of no other", () => {
  expect([...types].sort()).toEqual(Object.keys(addables));
});

it("names, as what reverts an addition, resources that the stacks have", () => {
  const named = all.flatMap(({ seen }) => (seen.by === "resource" ? seen.type : []));
  expect(named.filter((type) => !types.has(type))).toEqual([]);
});

it("names the calls that are made, and no other", () => {
  const folder = path.join(root, "src/operations/drift/additions/readers");
  const sources = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), "utf8"));
  const made = sources.flatMap((source) =>
    [...source.matchAll(/"([a-z0-9-]+:[A-Z]\w+)"/g)].map(([, call]) => call),
  );
  const named = all.flatMap(({ seen }) => (seen.by === "call" ? seen.call : []));
  expect([...new Set(named)].sort()).toEqual([...new Set(made)].sort());
});

it("stands in docs/additions.md", () => {
  const rows = Object.entries(addables)
    .filter(([, list]) => list.length > 0)
    .map(([type, list]) => {
      const of = (by: Addable["seen"]["by"]) => list.filter(({ seen }) => seen.by === by).map(told);
      const cells = [[...of("plan"), ...of("resource")], of("call"), of("nobody")];
      return `| \`${type}\` | ${cells.map((cell) => cell.join("; ")).join(" | ")} |`;
    });
  expect(documentOf("docs/additions.md").text).toContain(rows.join("\n"));
});

function told({ what, seen }: Addable): string {
  if (seen.by === "call") return `${what} (\`${seen.call}\`)`;
  if (seen.by === "nobody") return `${what}: ${seen.because}`;
  return seen.by === "resource" ? `${what} (\`${seen.type}\`)` : what;
}
