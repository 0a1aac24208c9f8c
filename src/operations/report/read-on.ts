import { type Cause, causes } from "./causes";
import { type Listed, listed, type ProjectUrl, type Section, urlOf } from "./sections";

/** What is read of an outcome. */
interface Meaning<Its> {
  readonly section: Its;
  readonly exitCode: number;
}

/**
 * The sections of the runbook to read; none where there is nothing to do. A known cause says more than an error does
 * (exit code 1), and less than what has become of a fleet. After an interrupt, what else is known comes of the
 * interrupt.
 *
 * @param before sections that say more than both, such as those on exit codes of instances
 */
export function sectionsToRead(
  { section, exitCode }: Meaning<Section | null>,
  cause: Cause | null,
  before: readonly Section[] = [],
): readonly Section[] {
  if (section === null) return [];
  const isKnown = cause !== null && section !== causes.interrupted;
  const known = [...before, ...(isKnown ? [causes[cause]] : [])];
  return [...new Set(exitCode === 1 && known.length > 0 ? known : [...known, section])];
}

/** The line that says where in the runbook to read on; undefined where there is nothing to do. */
export function readOn(meaning: Meaning<Section>, cause: Cause | null): string;
export function readOn(meaning: Meaning<Section | null>, cause: Cause | null): string | undefined;
export function readOn(meaning: Meaning<Section | null>, cause: Cause | null): string | undefined {
  return readOnLine(sectionsToRead(meaning, cause));
}

/** The line that names these sections; undefined where there are none. */
export function readOnLine(sections: readonly Section[]): string | undefined {
  if (sections.length === 0) return undefined;
  return listed(sections).map(nameOf).join(" and ");
}

/** The same line in Markdown, where each section is a link to its heading. */
export function readOnLinks(
  sections: readonly Section[],
  projectUrl: ProjectUrl,
): string | undefined {
  if (sections.length === 0) return undefined;
  return listed(sections)
    .map((each) => `[${nameOf(each)}](${urlOf(each, projectUrl)})`)
    .join(" and ");
}

function nameOf({ section, document, namesDocument }: Listed): string {
  return namesDocument ? `${document}, "${section}"` : `"${section}"`;
}
