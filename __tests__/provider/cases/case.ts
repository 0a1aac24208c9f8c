import type { Finding, Verdict } from "../../../src/operations/drift/report";
import type { Call } from "../cloud";
import { type Code, withoutHash } from "../code";

type Json = any;

/** A resource's attributes in the state, by its address without the hash. */
export type State = (address: string) => Json;

/** Something that somebody changes, and what the drift check says of that. */
export interface Case {
  readonly title: string;
  /** What somebody does by hand. */
  readonly byHand?: (state: State) => readonly Call[];
  /** What somebody writes in the code. */
  readonly inCode?: (code: Code) => void;
  /** In the form of `findingLine`. */
  readonly findings: readonly string[];
}

/** Cases that don't touch each other, which one plan tells apart. */
export interface CaseGroup {
  readonly title: string;
  readonly stack: string;
  readonly verdict: Verdict;
  /** Whether an apply has refreshed the state since somebody changed something. */
  readonly isRefreshed?: boolean;
  readonly cases: readonly Case[];
}

/** Such as `drift update aws_lb.load-balancer_this: idle_timeout`; of a whole resource without its attributes. */
export function findingLine(finding: Finding): string {
  const { cause, change, address, attributes, because, addition } = finding;
  const isWhole = change === "create" || change === "delete";
  const paths = isWhole
    ? ""
    : ((addition && nameOf(addition.path)) ?? attributes.map(({ path }) => path).join(", "));
  const follows = because?.map((each) => ` <- ${withoutHash(each)}`).join("") ?? "";
  return `${cause} ${change} ${withoutHash(address)}${paths && `: ${paths}`}${follows}`;
}

/** An addition's path without what each run makes anew: the digest, and what only AWS names. */
function nameOf(path: string): string {
  return path
    .replace(/@[0-9a-f]{16}$/, "")
    .replace(/^(grant\[id|event_source_mapping\[uuid)=.+\]$/, "$1=*]");
}
