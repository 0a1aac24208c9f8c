import { rightChanges } from "../meaning/rights";
import { anyOf, guarded, type Rule } from "./rule";

const gained: Rule = ({ before, after }) =>
  before === null || after === null
    ? []
    : rightChanges(before, after)
        .filter(({ change }) => change === "gained")
        .map(({ who, what }) => ({ what: `${who} may now: ${what}` }));

/** Somebody may do what nobody allowed before, or what was denied. */
export const policyWidened = anyOf(
  gained,
  guarded([
    {
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
      attribute: /^permissions_boundary$/,
      isWeaker: (before) => before !== undefined,
      says: "its policies may now allow what the boundary didn't",
    },
  ]),
);
