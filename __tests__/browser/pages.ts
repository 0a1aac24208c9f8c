import { shown as shownApply } from "../../src/operations/apply/shown";
import type { EnvironmentReport } from "../../src/operations/drift/report";
import { htmlReport as driftPage } from "../../src/operations/drift/reports/html";
import { planRenderers } from "../../src/operations/drift/reports/plan-renderers";
import { htmlReport } from "../../src/operations/report/html/report";
import { review } from "../../src/operations/review/review";
import { shown as shownReview } from "../../src/operations/review/shown";
import { shown as shownRollout } from "../../src/operations/rollout/shown";
import { aFailedApply, anApply } from "../src/operations/apply/reports/sample-report";
import {
  aFinding,
  anAttribute,
  anEntry,
  anEnvironment,
  aReport,
} from "../src/operations/drift/reports/sample-reports";
import { saturated } from "../src/operations/drift/reports/saturated";
import { jsonOf, policy } from "../src/operations/review/stacks";
import { anInstance, aRollout } from "../src/operations/rollout/reports/sample-report";

const project = "..";
const long = "x".repeat(100);
const arn = `arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/test-app/${long}`;

/** What would run or show, were it not escaped. */
const hostile = `"'><img src=x onerror=alert(1)></code><script>alert(1)</script><style>*{display:none}</style>${long}`;

/** Of every group, and with what makes a line long. */
const drifted: EnvironmentReport = anEnvironment({
  verdict: "DRIFTED_AND_PENDING",
  plannedAt: "2026-11-21T09:21:39Z",
  commit: "0123456789abcdef0123456789abcdef01234567",
  reasons: ["A section of the plan isn't known"],
  findings: [
    aFinding({ attributes: [anAttribute({ path: `tags[${long}]`, before: arn, after: long })] }),
    aFinding({ cause: "pending", change: "create", address: `aws_new.this["${long}"]` }),
    aFinding({ cause: "pending", change: "replace", destructive: true, address: "aws_old.this" }),
    aFinding({ cause: "state-only" }),
    aFinding({ accepted: true }),
    aFinding({
      cause: "unmanaged",
      change: "addition",
      attributes: [],
      addition: { path: "ingress[tcp 22 from 0.0.0.0/0]", what: "SSH", remedy: `aws ec2 ${arn}` },
    }),
  ],
  accepted: [anEntry(), anEntry({ status: "expired" })],
  health: [{ address: "check.x", status: "fail", problems: [arn] }],
  additions: { called: false, because: "it is offline", notLookedFor: ["listeners"] },
});

const at = (time: string) => `2026-03-01T08:${time}.000Z`;
const unseen = { startedAt: null, endedAt: null, durationSeconds: null };
const rollout = aRollout({
  outcome: "IN_PROGRESS",
  startedAt: at("00:00"),
  endedAt: at("10:00"),
  nextSteps: ["resume it: bin/testapp rollout uat-us-east-1 --resume ID"],
  instances: [
    anInstance({ instanceId: "i-0000000000000000a", startedAt: at("01:00"), endedAt: at("05:00") }),
    anInstance({
      instanceId: "i-0000000000000000b",
      class: "failed",
      startedAt: at("05:00"),
      endedAt: at("06:00"),
      outputTail: `${arn}\n${hostile}`,
    }),
    anInstance({
      instanceId: "i-0000000000000000c",
      class: "still going",
      ...unseen,
      startedAt: at("06:00"),
    }),
    anInstance({ instanceId: "i-0000000000000000d", class: "unknown", ...unseen }),
    anInstance({ instanceId: "i-0000000000000000e", class: "not updated", ...unseen }),
  ],
});

const planned = anApply({
  outcome: "PLANNED",
  plan: drifted,
  applied: null,
  fleet: null,
  checkAfter: null,
});

const reviewed = review({
  base: `origin/${hostile}`,
  before: {
    [`uat-${long}`]: jsonOf({
      "aws_db_instance.main": { deletion_protection: true, description: "main" },
      "aws_iam_role_policy.web": { role: "web", policy: policy() },
      "aws_launch_template.web": { user_data: "one\ntwo\n" },
    }),
  },
  after: {
    [`uat-${long}`]: jsonOf({
      "aws_db_instance.main": { description: hostile },
      "aws_iam_role_policy.web": {
        role: "web",
        policy: policy({ Effect: "Allow", Action: hostile, Resource: arn }),
      },
      "aws_launch_template.web": { user_data: `one\n${hostile}\n` },
    }),
    "production-us-east-1": jsonOf({}),
  },
  costOf: () => {
    throw new RangeError(hostile);
  },
});

/** A page of each kind, with the outcome that it begins with. */
export const pages: readonly (readonly [name: string, outcome: string, html: string])[] = [
  ["a drift check", "DRIFTED_AND_PENDING", driftPage(drifted, project)],
  [
    "a drift check of several",
    "DRIFTED_AND_PENDING",
    driftPage(
      aReport(drifted, { ...drifted, environment: "production-us-east-1" }, anEnvironment()),
      project,
    ),
  ],
  ["a drift check of a hostile plan", "DRIFTED", driftPage(saturated(hostile), project)],
  ["a review", "DANGEROUS", htmlReport(shownReview(reviewed, true), project)],
  ["a rollout", "IN_PROGRESS", htmlReport(shownRollout(rollout), project)],
  ["a plan to be approved", "PLANNED", htmlReport(shownApply(planned, planRenderers), project)],
  [
    "an apply that failed",
    "FAILED",
    htmlReport(shownApply(aFailedApply(hostile), planRenderers), project),
  ],
];
