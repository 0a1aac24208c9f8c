import type { CaseGroup } from "../case";
import { inAccess } from "./access";
import { inData } from "./data";
import { inLoadBalancing } from "./load-balancing";
import { inMachines } from "./machines";

/** What people do in the console, one on each resource: an apply reverts all of it. */
export const byHand: CaseGroup = {
  title: "by hand",
  stack: "uat-us-east-1",
  verdict: "DRIFTED",
  cases: [...inAccess, ...inData, ...inLoadBalancing, ...inMachines],
};
