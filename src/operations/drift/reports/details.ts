import { limited } from "../../report/limited";
import { line } from "../../report/visible";
import type { AcceptedEntry, Finding } from "../report";
import { shownAttribute } from "./values";
import { addsOnly, countOf, factsOf, listsAttributes } from "./wording";

/**
 * What is known about a finding, one harmless line each: why it is there, and its attributes.
 *
 * @param limit longest list of attributes or addresses; the rest is counted
 * @param whole whether what the plan would make is shown whole: every value, of what is created too
 */
export function findingDetails(
  finding: Finding,
  accepted: readonly AcceptedEntry[],
  limit: number,
  whole = false,
): string[] {
  const { attributes } = finding;
  const facts = factsOf(finding, accepted).map(
    ({ label, texts, limit: longest }) =>
      `${label} ${limited(
        texts.map((text) => line(text, longest)),
        limit,
      ).join(", ")}`,
  );
  if (!listsAttributes(finding, whole)) return [...facts, countOf(attributes.length, "attribute")];
  const values = attributes.map((attribute) => {
    const { path, before, after } = shownAttribute(attribute, whole);
    // Nothing was there before.
    return `${path}${addsOnly(finding) ? after : `${before} → ${after}`}`;
  });
  return [...facts, ...limited(values, limit)];
}
