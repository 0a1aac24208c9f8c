import { expect, it } from "vitest";
import { isInSetOrder } from "../../../../src/operations/drift/judge/set-order";
import { recorded, recordedPlans } from "./recorded";

interface Recorded {
  readonly resource_changes: readonly {
    readonly type: string;
    readonly change: { readonly before: Record<string, unknown[]> | null };
  }[];
}

it("is the order of all sets in recorded plans", () => {
  const sets = recordedPlans.flatMap((name) =>
    (recorded(name) as Recorded).resource_changes.flatMap(({ type, change: { before } }) =>
      ["tag", "ingress", "subnet_mapping"].flatMap((attribute) => {
        const set = before?.[attribute] ?? [];
        return set.length > 1 ? [{ name, type, attribute, isOrdered: isInSetOrder(set) }] : [];
      }),
    ),
  );
  expect(sets.length).toBeGreaterThan(50);
  expect(sets.filter(({ isOrdered }) => !isOrdered)).toEqual([]);
});

it.each([
  [[{ n: 10 }, { n: 9 }], true],
  [[{ n: 9 }, { n: 10 }], false],
  [[{ map: { a: true } }, { map: null }], true],
  [[{ list: [{ b: 1 }] }, { list: [{ b: "1" }] }], false],
  [[{ n: 9 }, { n: undefined }], true],
])("%j: %s", (blocks, isOrdered) => {
  expect(isInSetOrder(blocks)).toBe(isOrdered);
});
