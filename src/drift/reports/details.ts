import { limited } from "../../reports/limited";
import { line } from "../../reports/visible";
import type { AcceptedEntry, Finding } from "../report";
import { shownValues } from "./values";
import { countOf, factsOf, listsAttributes } from "./wording";

/**
 * What is known about a finding, one harmless line each: why it is there, and its attributes.
 *
 * @param limit longest list of attributes or addresses; the rest is counted
 */
export function findingDetails(
  finding: Finding,
  accepted: readonly AcceptedEntry[],
  limit: number,
): string[] {
  const { attributes } = finding;
  const facts = factsOf(finding, accepted).map(
    ({ label, texts }) =>
      `${label} ${limited(
        texts.map((text) => line(text)),
        limit,
      ).join(", ")}`,
  );
  if (!listsAttributes(finding)) return [...facts, countOf(attributes.length, "attribute")];
  const values = attributes.map((attribute) => {
    const { before, after } = shownValues(attribute);
    const path = attribute.path === "" ? "" : `${line(attribute.path)}: `;
    return `${path}${before} → ${after}`;
  });
  return [...facts, ...limited(values, limit)];
}
