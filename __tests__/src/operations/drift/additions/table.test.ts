import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { addables } from "../../../../../src/operations/drift/additions/table";

const snapshots = path.resolve(__dirname, "../../../../snapshots");
const types = new Set(
  readdirSync(snapshots)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const { resource } = JSON.parse(readFileSync(path.join(snapshots, name), "utf8"));
      return Object.keys(resource);
    }),
);

it("says of every type of resource in the stacks what can be added to it, and of no other", () => {
  expect([...types].sort()).toEqual(Object.keys(addables));
});

it("names, as what reverts an addition, resources that the stacks have", () => {
  const named = Object.values(addables)
    .flat()
    .flatMap(({ seen }) => (seen.by === "resource" ? seen.type : []));
  expect(named.filter((type) => !types.has(type))).toEqual([]);
});
