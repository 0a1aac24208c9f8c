import { expect, inject, test } from "vitest";
import { replacements } from "../../src/operations/review/compare/replacement";
import { describeUnless, missing } from "../support/external-tools";
import { synthesizeInventory } from "../support/synthesized";
import { findTool } from "../support/tools";
import { plannedReplacements } from "./planned-replacements";

const provider = inject("provider");
const lacking = findTool("terraform") === undefined ? missing(["terraform"]) : undefined;
const reason = typeof provider === "string" ? provider : lacking;

describeUnless(reason, "what replaces a resource", () => {
  test("is for AWS's provider what the review's table says", async () => {
    if (typeof provider === "string") throw new Error(provider);
    const stacks = Object.values(await synthesizeInventory());
    const samples = Object.fromEntries(
      stacks.flatMap((stack) =>
        stack.resources().map(({ type, configuration }) => [type, configuration]),
      ),
    );
    const planned = plannedReplacements(provider, samples, (type) => replacements[type] ?? []);
    expect(Object.keys(planned).length).toBeGreaterThan(40);
    for (const [type, { replacing, updating }] of Object.entries(planned)) {
      const tried = [...replacing, ...updating];
      const said = tried.filter((name) => replacements[type]?.includes(name));
      expect({ type, replacing: [...replacing].sort() }).toEqual({ type, replacing: said.sort() });
    }
  });
});
