import { expect, it } from "vitest";
import { environmentIds } from "../../src/estate/deployments";
import { sections, withoutSection } from "../stacks/invariants/alarms";
import { type SynthesizedStack, synthesizeInventory } from "../support/synthesized";
import { documentOf, documents } from "./documents";
import { brokenLinks } from "./links";
import { namedSections } from "./sources";

const name = "RUNBOOK-investigate.md";
const runbook = documentOf(name);
const named = new Set(Object.values(namedSections).flat());
const inventory = await synthesizeInventory();

const titles = runbook.headings.filter(({ level }) => level === 3).map(({ title }) => title);

it.each(titles)("a runbook without %s is noticed", (removed) => {
  const headings = runbook.headings.filter(({ title }) => title !== removed);
  const broken = brokenLinks(new Map(documents).set(name, { ...runbook, headings }));
  // Where the code names it, sections.test.ts looks for it.
  expect(broken.length > 0 || named.has(removed)).toBe(true);
});

it.each(environmentIds)("each section that an alarm of %s names is missed by that alarm", (id) => {
  const stack = inventory[id] as SynthesizedStack;
  const without = (removed: string) =>
    withoutSection(stack, new Set([...sections].filter((section) => section !== removed)));
  const missed = new Set([...sections].flatMap(without));
  const alarms = [
    "aws_cloudwatch_metric_alarm",
    "aws_cloudwatch_composite_alarm",
    "aws_cloudwatch_event_rule",
  ].flatMap((type) => stack.ofType(type));
  expect(missed.size).toBe(alarms.length);
});
