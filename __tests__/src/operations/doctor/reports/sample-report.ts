import { failed, note, ok, unchecked, warning } from "../../../../../src/operations/doctor/check";
import { type DoctorReport, schemaVersion } from "../../../../../src/operations/doctor/report";

const uat = { scope: "environment", subject: "uat-us-east-1" } as const;

/** One finding of every status, two that are the same, and a text that would act on whoever shows it. */
export const sampleReport: DoctorReport = {
  schemaVersion,
  outcome: "NOT_READY",
  environments: ["uat-us-east-1"],
  examinedAt: "2026-11-21T17:29:43.143Z",
  identity: "arn:aws:iam::111122223333:user/agent",
  findings: [
    { scope: "machine", subject: "this machine", check: "node", ...ok("Node.js 22.12.0") },
    {
      scope: "machine",
      subject: "this machine",
      check: "lock-file",
      ...warning("missing", "make it"),
    },
    { ...uat, check: "zones", ...unchecked("there are no credentials", "see credentials") },
    { ...uat, check: "ssm-agents", ...note("not deployed yet") },
    { ...uat, check: "certificate", ...unchecked("there are no credentials", "see credentials") },
    { ...uat, check: "machine-image", ...failed("ami \u001b[2J`@team`", "give <b>another</b>") },
  ],
};
