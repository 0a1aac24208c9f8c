import { describe, expect, it } from "vitest";
import { judgePlan } from "../../../../src/operations/drift/judge/judge";
import {
  type EnvironmentReport,
  environmentReportSchema,
  type Verdict,
  verdicts,
} from "../../../../src/operations/drift/report";
import { exitCodesOf } from "../../../support/outcomes";
import { recorded, recordedPlans } from "./recorded";

const judge = (name: string, environment: string | null = "uat-us-east-1"): EnvironmentReport =>
  judgePlan(recorded(name), { environment, accepted: [], today: "2026-01-01" });

/** What a report says that is not merely a difference to the state: one line a finding. */
function said(report: EnvironmentReport): string[] {
  return report.findings
    .filter(({ cause }) => cause !== "state-only")
    .map(({ cause, change, address, because = [] }) =>
      [cause, change, address, ...because].join(" "),
    );
}

/** What a finding says of an attribute. */
function attribute(report: EnvironmentReport, address: string, path: string, cause = "drift") {
  return report.findings
    .find((finding) => finding.address === address && finding.cause === cause)
    ?.attributes.find((each) => each.path === path);
}

const expected: Record<string, [Verdict, string[]]> = {
  "drift-alarm": ["DRIFTED", ["drift update aws_cloudwatch_metric_alarm.cpu"]],
  "drift-and-pending-elsewhere": [
    "DRIFTED_AND_PENDING",
    ["drift update aws_lb.this", "pending update aws_lb_target_group.app"],
  ],
  "drift-and-pending-same-attribute": [
    "DRIFTED_AND_PENDING",
    ["drift update aws_lb.this", "pending update aws_lb.this"],
  ],
  "drift-database-backup": ["DRIFTED", ["drift update aws_db_instance.db"]],
  "drift-follows-state-only": [
    "DRIFTED",
    ["drift update aws_ssm_parameter.fleet aws_autoscaling_group.app"],
  ],
  "drift-missing": ["DRIFTED", ["drift create aws_vpc_security_group_ingress_rule.http"]],
  "drift-sensitive": ["DRIFTED", ["drift update aws_ssm_parameter.token"]],
  "drift-set-block": ["DRIFTED", ["drift update aws_autoscaling_group.app"]],
  "drift-tag-added": ["DRIFTED", ["drift update aws_sns_topic.alarms"]],
  "drift-update": ["DRIFTED", ["drift update aws_lb.this"]],
  "drift-with-consequence": [
    "DRIFTED",
    [
      "drift update aws_autoscaling_group.app aws_launch_template.app",
      "drift update aws_launch_template.app",
    ],
  ],
  errored: ["ERROR", []],
  "failed-check": ["IN_SYNC", []],
  forget: ["PENDING", ["pending forget aws_ssm_parameter.db_user"]],
  import: ["PENDING", ["pending import aws_cloudwatch_log_group.adopted"]],
  "in-sync": ["IN_SYNC", []],
  "in-sync-settled": ["IN_SYNC", []],
  "lookup-moved": [
    "PENDING",
    [
      "pending update aws_autoscaling_group.app aws_launch_template.app",
      "pending update aws_launch_template.app data.aws_ami.image",
    ],
  ],
  moved: ["PENDING", ["pending move aws_sns_topic.alerts"]],
  "output-only": ["PENDING", ["pending output output.alb"]],
  "pending-delete": ["PENDING", ["pending delete aws_ssm_parameter.db_user"]],
  "pending-replace": [
    "PENDING",
    [
      "pending update aws_autoscaling_group.app aws_lb_target_group.app",
      "pending replace aws_lb_target_group.app",
    ],
  ],
  "pending-update": ["PENDING", ["pending update aws_lb_target_group.app"]],
  "renamed-without-moved": [
    "PENDING",
    [
      "pending update aws_cloudwatch_metric_alarm.cpu aws_sns_topic.alerts",
      "pending delete aws_sns_topic.alarms",
      "pending create aws_sns_topic.alerts",
    ],
  ],
  "state-only-desired-capacity": ["IN_SYNC", []],
  targeted: ["INCONCLUSIVE", []],
};

describe("recorded plans", () => {
  it.each(Object.entries(expected))("%s is judged and explained", (name, [verdict, findings]) => {
    const report = judge(name);
    expect(environmentReportSchema.parse(report)).toEqual(report);
    expect([report.verdict, said(report)]).toEqual([verdict, findings]);
  });

  it("are all here", () => {
    expect([...Object.keys(expected), "first-deployment"].sort()).toEqual(recordedPlans.sort());
  });

  it("a first deployment creates everything", () => {
    const report = judge("first-deployment");
    expect(report).toMatchObject({
      verdict: "PENDING",
      counts: { pending: 21, drift: 0, destructive: 0 },
    });
    expect(report.findings.every(({ change }) => change === "create")).toBe(true);
  });
});

describe("what recorded plans show", () => {
  it("which way things are: the cloud has 120, the code says 60", () => {
    expect(attribute(judge("drift-update"), "aws_lb.this", "idle_timeout")).toEqual({
      path: "idle_timeout",
      before: 120,
      after: 60,
      sensitive: false,
      unknown: false,
    });
  });

  it("an attribute that moved in the cloud and in the code, under both causes", () => {
    const report = judge("drift-and-pending-same-attribute");
    for (const cause of ["drift", "pending"])
      expect(attribute(report, "aws_lb.this", "idle_timeout", cause)).toMatchObject({
        before: 120,
        after: 90,
      });
  });

  it("an element of a set by its key", () => {
    expect(
      attribute(judge("drift-set-block"), "aws_autoscaling_group.app", "tag[key=owner].value"),
    ).toMatchObject({
      before: "somebody",
      after: null,
    });
  });

  it("that a consequence is known only during apply", () => {
    const version = attribute(
      judge("drift-with-consequence"),
      "aws_autoscaling_group.app",
      "launch_template[0].version",
    );
    expect(version).toMatchObject({ before: "1", after: null, unknown: true });
  });

  it("no sensitive value, before or after", () => {
    const report = JSON.stringify(judge("drift-sensitive"));
    expect(report).toContain('"sensitive":true');
    expect(report).not.toContain("sensitive-original-value");
    expect(report).not.toContain("sensitive-changed-by-hand");
  });

  it("what is destructive", () => {
    const destructive = (name: string) =>
      judge(name)
        .findings.filter((finding) => finding.destructive)
        .map(({ address }) => address);
    expect(destructive("pending-delete")).toEqual(["aws_ssm_parameter.db_user"]);
    expect(destructive("pending-replace")).toEqual(["aws_lb_target_group.app"]);
    expect(destructive("renamed-without-moved")).toEqual(["aws_sns_topic.alarms"]);
    expect(destructive("forget")).toEqual([]);
  });

  it("where a moved resource comes from, and what an import brings", () => {
    expect(judge("moved").findings).toContainEqual(
      expect.objectContaining({ change: "move", previousAddress: "aws_sns_topic.alarms" }),
    );
    expect(
      attribute(
        judge("import"),
        "aws_cloudwatch_log_group.adopted",
        "tags_all.Environment",
        "pending",
      ),
    ).toMatchObject({ after: "uat" });
  });

  it("a desired capacity that scaling moved as a difference to the state alone", () => {
    const capacity = attribute(
      judge("state-only-desired-capacity"),
      "aws_autoscaling_group.app",
      "desired_capacity",
      "state-only",
    );
    expect(capacity).toMatchObject({ before: 3, after: expect.any(Number) });
  });

  it("that null against empty is no finding at all", () => {
    const empty = (value: unknown) =>
      value === null ||
      JSON.stringify(value) === "[]" ||
      JSON.stringify(value) === "{}" ||
      value === "";
    const formal = recordedPlans
      .flatMap((name) => judge(name).findings)
      .filter(({ cause }) => cause === "state-only")
      .flatMap(({ attributes }) => attributes)
      .filter(({ before, after, sensitive }) => !sensitive && empty(before) && empty(after));
    expect(formal).toEqual([]);
  });

  it("a failed check as health", () => {
    expect(judge("failed-check").health).toEqual([
      { address: "check.never", status: "fail", problems: ["idle timeout is not one second"] },
    ]);
  });

  it("what a plan holds of its origin, and null for what it doesn't", () => {
    expect(judge("in-sync")).toMatchObject({
      environment: "uat-us-east-1",
      terraformVersion: expect.stringMatching(/^1\.11\./),
      plannedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      commit: null,
      state: null,
      providerVersions: null,
    });
    expect(judge("in-sync", null).environment).toBeNull();
  });
});

describe("exit codes", () => {
  it("are the documented ones", () => {
    expect(exitCodesOf(verdicts)).toEqual({
      IN_SYNC: 0,
      ERROR: 1,
      DRIFTED: 2,
      PENDING: 2,
      DRIFTED_AND_PENDING: 2,
      INCONCLUSIVE: 3,
    });
  });
});
