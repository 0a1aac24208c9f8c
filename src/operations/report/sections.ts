/** What whoever is on call reads. */
export const runbook = "RUNBOOK-investigate.md";

/** What whoever sets up a machine, an account or an environment reads. */
export const setupErrors = "docs/setup-errors.md";

/** What whoever reviews a change reads. */
export const reviewing = "docs/review.md";

/** What whoever brings old code back reads. */
export const rollbackErrors = "docs/rollback-errors.md";

/** Heading of a section of one of them. That it is there is tested. */
export type Section = string;

/** The sections that messages name of what concerns setting up. */
const ofSetup: readonly Section[] = [
  "AWS unreachable",
  "Backoffice user missing",
  "Bucket missing",
  "Credentials",
  "Download credentials not put",
  "Environment not applied",
  "Foundation not agreed to",
  "NOT_READY",
  "Provider download",
  "Provider lock file",
  "Region not ready",
  "STAND_IN",
  "Secret scheduled for deletion",
  "State bucket not usable",
  "Synth failed",
  "Terraform crashed",
  "Terraform missing or old",
  "UNKNOWN of the doctor",
  "Wrong account",
];

const ofReviews: readonly Section[] = ["DANGEROUS", "ERROR of a review"];

/** The sections that messages name of what concerns the way back to old code, or to earlier data. */
const ofRollback: readonly Section[] = [
  "CONFLICT of a rollback",
  "ERROR of a restore",
  "ERROR of a rollback",
  "FAILED of a restore",
  "FAILED of a rollback",
  "IN_PROGRESS of a restore",
  "IN_PROGRESS of a rollback",
  "No restore point",
  "UNKNOWN of a restore",
  "UNKNOWN of a rollback",
  "Exit code 220",
  "Restore point not made",
  "Updates held",
];

/** The document that a section is in: its path in the project. */
function documentWith(section: Section): string {
  if (ofReviews.includes(section)) return reviewing;
  if (ofRollback.includes(section)) return rollbackErrors;
  return ofSetup.includes(section) ? setupErrors : runbook;
}

/** A section as a sentence lists it: with its document where the one before is of another. */
export interface Listed {
  readonly section: Section;
  readonly document: string;
  readonly namesDocument: boolean;
}

export function listed(sections: readonly Section[]): Listed[] {
  return sections.map((section, index) => {
    const document = documentWith(section);
    const before = index === 0 ? undefined : documentWith(sections[index - 1] ?? "");
    return { section, document, namesDocument: document !== before };
  });
}

/** Where the project's folder is, seen from a report: a relative URL. */
export type ProjectUrl = string;

/** Where a section is, seen from a report. */
export function urlOf({ section, document }: Listed, projectUrl: ProjectUrl): string {
  return `${projectUrl}/${document}#${anchorOf(section)}`;
}

/** The anchor that GitHub and others give to a heading. */
export function anchorOf(section: Section): string {
  return section
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}
