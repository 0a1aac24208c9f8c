import type { ProjectUrl } from "../sections";
import { changeText, type Entry, type Group, type Shown, type ShownAttribute } from "../shown";
import { line } from "../visible";
import { html, type Piece } from "./html";
import { page } from "./page";
import { breakable, capitalized, code, list, mark, textLimit } from "./parts";
import { timelineHtml } from "./timeline";

/** The report as a page: the outcome, where to read on, what to do, and every entry. */
export function htmlReport(shown: Shown, projectUrl: ProjectUrl): string {
  const { counts, said, steps, facts, checks = [], timeline, groups, part } = shown;
  const body = [
    list(said.map((each) => breakable(line(each, textLimit)))),
    list(steps.map((each) => html`<strong>next</strong> ${code(each)}`)),
    counts === undefined ? [] : html`<p>${capitalized(counts)}.</p>`,
    list(checks.map(({ kind, fact }) => html`${mark(kind)} ${breakable(fact)}`)),
    list(facts.map(breakable)),
    timeline === undefined ? [] : timelineHtml(timeline),
    groups.filter(({ entries }) => entries.length > 0).map(groupHtml),
    part?.html() ?? [],
  ];
  return page(shown, projectUrl, body);
}

function groupHtml({ title, entries }: Group): Piece {
  return html`<section>
<h2>${breakable(title)}</h2>
<ul class="plain">
${entries.map(entryHtml)}</ul>
</section>
`;
}

function entryHtml(entry: Entry): Piece {
  const { kind, label, action, name, text, remedy, output = [], attributes = [] } = entry;
  return html`<li>${mark(kind)} <strong>${label}</strong> ${action === undefined ? [] : `${action} `}${code(name)} ${breakable(text)}
${remedy === undefined ? [] : html`<br>→ ${code(remedy)}`}
${output.length === 0 ? [] : html`<br>${linesHtml(output)}`}
${attributes.length === 0 ? [] : html`<ul>${attributes.map(attributeHtml)}</ul>`}
</li>
`;
}

function attributeHtml(attribute: ShownAttribute): Piece {
  const { path } = attribute;
  if ("lines" in attribute) return html`<li>${code(path)} ${linesHtml(attribute.lines)}</li>`;
  return html`<li>${code(path)}: ${breakable(line(changeText(attribute.before, attribute.after), textLimit))}</li>`;
}

function linesHtml(lines: readonly string[]): Piece {
  return html`<samp>${lines.map((each, index) => [index === 0 ? [] : html`<br>`, breakable(each)])}</samp>`;
}
