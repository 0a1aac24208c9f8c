import type { ProjectUrl } from "../sections";
import type { Entry, Group, Shown } from "../shown";
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

function entryHtml({ kind, label, action, name, text, remedy, output = [] }: Entry): Piece {
  return html`<li>${mark(kind)} <strong>${label}</strong> ${action === undefined ? [] : `${action} `}${code(name)} ${breakable(text)}
${remedy === undefined ? [] : html`<br>→ ${code(remedy)}`}
${output.length === 0 ? [] : html`<br><samp>${output.map((each, index) => [index === 0 ? [] : html`<br>`, breakable(each)])}</samp>`}
</li>
`;
}
