import { html, type Piece } from "../../report/html/html";
import { code, list } from "../../report/html/parts";
import type { AcceptedEntry, Finding } from "../report";
import type { Group } from "./groups";
import { shownAttribute } from "./values";
import { addsOnly, countOf, type Fact, factsOf, listsAttributes } from "./wording";

/** How findings stand on a page. */
export interface Layout {
  /** Of the headings of groups. */
  readonly level: number;
  /** Show what the plan would make whole: every value, of what is created too. */
  readonly whole: boolean;
}

/**
 * A group of findings with its title.
 *
 * @param having what is said of where a finding is found, where the group isn't one environment's
 */
export function groupHtml(
  { title, direction, findings }: Group,
  { level, whole }: Layout,
  acceptedOf: (finding: Finding) => readonly AcceptedEntry[],
  having: (finding: Finding) => readonly Piece[] = () => [],
): Piece {
  return html`<section>
<h${level}>${title}</h${level}>
${findings.map((finding) => findingHtml(finding, direction, { level: level + 1, whole }, acceptedOf(finding), having(finding)))}</section>
`;
}

function findingHtml(
  finding: Finding,
  direction: Group["direction"],
  { level, whole }: Layout,
  accepted: readonly AcceptedEntry[],
  having: readonly Piece[],
): Piece {
  const { address, cause, change, destructive, attributes } = finding;
  const what = destructive
    ? html`<strong>${cause} ${change}, destructive</strong>`
    : `${cause} ${change}`;
  const facts = factsOf(finding, accepted).map(factHtml);
  const listed = listsAttributes(finding, whole);
  const counted = listed ? [] : [countOf(attributes.length, "attribute")];
  return html`<h${level}>${code(address)} ${what}</h${level}>
${list([...having, ...facts, ...counted])}
${listed ? attributesHtml(finding, direction, whole) : []}
`;
}

/** Each value under its name, which fits any width and needs no styles. */
function attributesHtml(finding: Finding, direction: Group["direction"], whole: boolean): Piece {
  const { attributes } = finding;
  const legend = direction ?? { before: "before", after: "after" };
  if (attributes.length === 0) return [];
  const items = attributes.map((attribute) => {
    const { name, before, after } = shownAttribute(attribute, whole);
    return html`<dt>${name === "" ? "value" : code(name, Infinity)}</dt>
${addsOnly(finding) ? [] : html`<dd class="before">${legend.before} ${code(before, Infinity)}</dd>`}
<dd class="after">${legend.after} ${code(after, Infinity)}</dd>
`;
  });
  return html`<dl>
${items}</dl>`;
}

function factHtml({ label, texts, limit }: Fact): Piece {
  return [label, texts.map((text, index) => [index === 0 ? " " : ", ", code(text, limit)])];
}

/** A fact that stands for itself: its first text says what it is about. */
export function subjectHtml({ label, texts: [subject = "", ...texts] }: Fact): Piece {
  return [code(subject), ` ${label}`, list(texts.map((text) => code(text)))];
}
