/** What whoever is on call reads; each section is a heading of it. */
export const runbook = "RUNBOOK-investigate.md";

/** Heading of a section. That it is there is tested. */
export type Section = string;

/** The anchor that GitHub and others give to a heading. */
export function anchorOf(section: Section): string {
  return section
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}
