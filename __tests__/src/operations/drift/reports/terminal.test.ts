import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EnvironmentReport, Finding } from "../../../../../src/operations/drift/report";
import type { AnyReport } from "../../../../../src/operations/drift/reports/any-report";
import { terminalReport } from "../../../../../src/operations/drift/reports/terminal";
import { aFinding, anAttribute, anEntry, anEnvironment, aReport } from "./sample-reports";
import { saturated } from "./saturated";

const plain = (report: AnyReport, with_ = {}) =>
  terminalReport(report, { verbose: false, colour: false, ...with_ });
const lines = (report: AnyReport, with_ = {}) => plain(report, with_).trimEnd().split("\n");

const mixed = anEnvironment({
  verdict: "DRIFTED_AND_PENDING",
  plannedAt: "2026-11-21T09:21:39Z",
  terraformVersion: "1.11.4",
  findings: [
    aFinding({ address: "aws_a.state", cause: "state-only" }),
    aFinding({
      address: "aws_b.pending",
      cause: "pending",
      change: "create",
      attributes: [anAttribute(), anAttribute()],
    }),
    aFinding({ address: "aws_c.drift", because: ["aws_x.one", "aws_x.two"] }),
    aFinding({
      address: "aws_d.pending",
      cause: "pending",
      change: "replace",
      destructive: true,
      reason: "replace_by_request",
    }),
    aFinding({ address: "aws_e.drift", change: "delete", destructive: true }),
  ],
});

describe("the report for a terminal", () => {
  it("says in its first line that updates are held", () => {
    const held = anEnvironment({ held: "updates are held: 1.9 is bad\u001b" });
    expect(lines(held)[0]).toBe(
      "IN_SYNC uat-us-east-1: nothing to do; updates are held: 1.9 is bad\\u001b",
    );
    const several = aReport(held, anEnvironment({ environment: "other" }));
    expect(lines(several)[0]).toContain("nothing to do; updates held in 1");
  });

  it("says in sync in few lines", () => {
    expect(plain(anEnvironment())).toBe(
      [
        "IN_SYNC uat-us-east-1: nothing to do",
        "  0 drift, 0 pending, 0 unmanaged, 0 destructive, 0 state-only, 0 accepted",
        "",
      ].join("\n"),
    );
  });

  it("shows the verdict first, destructive findings before others, drift before pending", () => {
    expect(plain(mixed)).toBe(
      `DRIFTED_AND_PENDING uat-us-east-1: the cloud was changed outside Terraform, and the code is ahead of the cloud
  2 drift, 2 pending, 0 unmanaged, 2 destructive, 1 state-only, 0 accepted
  planned at 2026-11-21T09:21:39Z by Terraform 1.11.4

  Destructive drift (the cloud has now → the code says)
    drift delete  aws_e.drift
      1 attribute

  Destructive pending changes (there is now → the code makes of it)
    pending replace  aws_d.pending
      Terraform's reason: replace_by_request
      idle_timeout: 120 → 60

  Drift (the cloud has now → the code says)
    drift update  aws_c.drift
      because of aws_x.one, aws_x.two
      idle_timeout: 120 → 60

  Pending changes (there is now → the code makes of it)
    pending create  aws_b.pending
      2 attributes

  1 state-only finding: --verbose lists them

  RUNBOOK-investigate.md, "DRIFTED_AND_PENDING"
`,
    );
  });

  it("says that a missing secret may only be scheduled for deletion, which no apply reverts", () => {
    const name = anAttribute({ path: "name", before: null, after: "test-app/uat/download" });
    const address = "aws_secretsmanager_secret.download";
    const missing = aFinding({ address, cause: "drift", change: "create", attributes: [name] });
    expect(plain(anEnvironment({ findings: [missing] }))).toContain(
      "restore-secret --secret-id test-app/uat/download\n",
    );
    const others: Finding[] = [
      { ...missing, cause: "pending" },
      { ...missing, address: "aws_secretsmanager_secret_policy.download" },
    ];
    expect(plain(anEnvironment({ findings: others }))).not.toContain("restore-secret");
  });

  it("lists what is state-only with --verbose alone", () => {
    expect(plain(mixed)).not.toContain("aws_a.state");
    const verbose = plain(mixed, { verbose: true });
    expect(verbose).toContain(
      "  State-only (the state had → the cloud has now)\n    state-only update  aws_a.state",
    );
    expect(verbose).not.toContain("--verbose");
  });

  it("gives the reasons before anything else about the environment", () => {
    const report = anEnvironment({ verdict: "ERROR", reasons: ["no lock", "held by\nsomebody"] });
    expect(lines(report).slice(0, 3)).toEqual([
      "ERROR uat-us-east-1: the plan could not be made or read",
      "  no lock",
      "  held by\\nsomebody",
    ]);
  });

  it("says what is known about a finding", () => {
    const finding = aFinding({
      cause: "pending",
      change: "move",
      deposed: "abcd1234",
      previousAddress: "aws_lb.old",
      because: ["local.x"],
      guess: true,
      attributes: [],
    });
    expect(lines(anEnvironment({ findings: [finding] })).slice(-4)).toEqual([
      "    pending move  aws_lb.this",
      "      a deposed object, with the key abcd1234",
      "      moved from aws_lb.old",
      "      because of (a guess) local.x",
    ]);
  });

  it("keeps accepted findings in sight, with reason and last day", () => {
    const report = anEnvironment({
      findings: [aFinding({ accepted: true })],
      accepted: [anEntry(), anEntry({ address: "aws_other.this" })],
    });
    expect(lines(report).slice(-4)).toEqual([
      "  Accepted differences (the cloud has now → the code says)",
      "    drift update  aws_lb.this",
      "      accepted: idle_timeout, the vendor tunes it by hand until spring, until 2027-03-31",
      "      idle_timeout: 120 → 60",
    ]);
  });

  it("doesn't call accepted what isn't", () => {
    const report = anEnvironment({
      findings: [
        aFinding({ accepted: true }),
        aFinding({ attributes: [anAttribute({ path: "name" })] }),
        aFinding({ cause: "state-only" }),
      ],
      accepted: [anEntry(), anEntry({ status: "expired", reason: "it was so last year" })],
    });
    expect(plain(report, { verbose: true }).match(/accepted:.*/g)).toEqual([
      "accepted: idle_timeout, the vendor tunes it by hand until spring, until 2027-03-31",
    ]);
  });

  it("reports entries that are unused, expired or refused", () => {
    const statuses = ["used", "unused", "expired", "refused"] as const;
    const report = anEnvironment({
      accepted: statuses.map((status) => anEntry({ status, address: `aws_lb.${status}` })),
    });
    const text = plain(report);
    expect(text).toContain(
      "  Accepted differences that need attention\n    aws_lb.unused: unused: nothing differs there",
    );
    expect(text).toContain("aws_lb.expired: expired: it no longer counts");
    expect(text).toContain("aws_lb.refused: refused: an entry can't cover a delete or a replace");
    expect(text).toContain(
      "      the vendor tunes it by hand until spring\n      until 2027-03-31",
    );
    expect(text).not.toContain("aws_lb.used");
  });

  it("reports health problems", () => {
    const health = [
      { address: "check.certificate", status: "fail" as const, problems: ["expires soon"] },
    ];
    expect(lines(anEnvironment({ health })).slice(-3)).toEqual([
      "  Health",
      "    check.certificate: failed",
      "      expires soon",
    ]);
  });

  it("gives several environments' verdicts first, then each environment", () => {
    const report = aReport(mixed, anEnvironment({ environment: "production-us-east-1" }));
    expect(lines(report).slice(0, 5)).toEqual([
      "DRIFTED_AND_PENDING over 2 environments: the cloud was changed outside Terraform, and the code is ahead of the cloud",
      "  DRIFTED_AND_PENDING uat-us-east-1: the cloud was changed outside Terraform, and the code is ahead of the cloud",
      "  IN_SYNC production-us-east-1: nothing to do",
      "",
      "DRIFTED_AND_PENDING uat-us-east-1: the cloud was changed outside Terraform, and the code is ahead of the cloud",
    ]);
    expect(lines(report).at(-2)).toBe("IN_SYNC production-us-east-1: nothing to do");
  });

  it("is not flooded by one finding, and shows the rest with --verbose", () => {
    const attributes = Array.from({ length: 1000 }, (_, index) =>
      anAttribute({ path: `tag${index}` }),
    );
    const report = anEnvironment({ findings: [aFinding({ attributes })] });
    expect(lines(report)).toContain("      … and 980 more");
    expect(lines(report).length).toBeLessThan(40);
    expect(plain(report, { verbose: true })).toContain("tag999: 120 → 60");
  });

  it("has colours only where they are shown", () => {
    expect(plain(mixed)).not.toContain("\u001b");
    expect(plain(mixed, { colour: true })).toContain("\u001b[31mpending replace\u001b[39m");
  });

  it("lets nothing of a plan act on the terminal, or make a line", () => {
    const linesOf = (report: EnvironmentReport) => lines(report, { verbose: true }).length;
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 400 }), (text) => {
        const report = saturated(text);
        expect(plain(report, { verbose: true }).replaceAll("\n", "")).not.toMatch(
          /[\p{Cc}\p{Cf}\p{Cs}]/u,
        );
        expect(linesOf(report)).toBe(linesOf(saturated("x")));
      }),
    );
  });
});
