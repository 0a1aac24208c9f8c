/** What whoever is on call reads; each section is a heading of it. */
export const runbook = "RUNBOOK-investigate.md";

/** Heading of a section. That it is there is tested. */
export type Section = string;
