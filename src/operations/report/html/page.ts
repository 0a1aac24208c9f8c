import type { OutcomeMeaning } from "../outcomes";
import { listed, type ProjectUrl, type Section, urlOf } from "../sections";
import { html, type Piece } from "./html";
import { capitalized, code, mark } from "./parts";
import { style } from "./style";

/** What a page says first. */
export interface Head {
  readonly operation: string;
  /** Null where it is about several. */
  readonly subject: string | null;
  readonly outcome: string;
  readonly meaning: OutcomeMeaning;
  /** The sections of the runbook to read. */
  readonly readOn: readonly Section[];
}

/**
 * A page that needs nothing beside it: no script, no image, no font. It reads well without its styles, too, because
 * Jenkins shows what a build has archived without any
 * (https://www.jenkins.io/doc/book/security/configuring-content-security-policy/).
 */
export function page(head: Head, projectUrl: ProjectUrl, body: Piece): string {
  const { operation, subject, outcome, meaning, readOn } = head;
  const name = capitalized(operation);
  // A narrow phone breaks it between its words.
  const words = outcome.split("_").map((word, index) => (index === 0 ? word : html`_<wbr>${word}`));
  const about = subject === null ? name : html`${name} of ${code(subject)}`;
  return `${html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${[outcome, ": ", name, subject === null ? "" : ` of ${subject}`]}</title>
${style}
</head>
<body>
<main>
<header class="${meaning.kind}">
<h1>${mark(meaning.kind, 20)} ${words}</h1>
<p>${about}: ${meaning.meaning}. Exit code ${meaning.exitCode}.</p>
${runbookLine(readOn, projectUrl)}
</header>
${body}
</main>
</body>
</html>
`}`;
}

/** Which sections of the runbook to read, each a link; nothing where there are none. */
export function runbookLine(sections: readonly Section[], projectUrl: ProjectUrl): Piece {
  if (sections.length === 0) return [];
  const links = listed(sections).map((each, index) => [
    index === 0 ? "" : " and ",
    each.namesDocument ? `${each.document}, ` : "",
    html`<a href="${urlOf(each, projectUrl)}">${each.section}</a>`,
  ]);
  return html`<p>Read ${links}</p>`;
}
