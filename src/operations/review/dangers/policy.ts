import { rightChanges } from "../meaning/rights";
import type { Rule } from "./rule";

/** Somebody may do what nobody allowed before, or what was denied. */
export const policyWidened: Rule = ({ before, after }) =>
  before === null || after === null
    ? []
    : rightChanges(before, after)
        .filter(({ change }) => change === "gained")
        .map(({ who, what }) => ({ what: `${who} may now: ${what}` }));
