import { reachChanges } from "../meaning/reach";
import type { Rule } from "./rule";

/** Somebody may open a connection to somebody who couldn't be reached from there before. */
export const networkOpened: Rule = ({ before, after }) =>
  before === null || after === null
    ? []
    : reachChanges(before, after)
        .filter(({ change }) => change === "opened")
        .map(({ text }) => ({ what: text }));
