import fc from "fast-check";
import { expect, it } from "vitest";
import { htmlReport } from "../../../../../src/operations/drift/reports/html";
import { anchorOf, documentOf } from "../../../../runbooks/documents";
import { runs } from "../../../../support/runs";
import { tagsOf, textOf } from "../../report/html/page-text";
import { aFinding, anAttribute, anEntry, anEnvironment, aReport } from "./sample-reports";
import { saturated } from "./saturated";

const project = "..";
const runbook = `${project}/RUNBOOK-investigate.md`;
const production = "production-us-east-1";

it("says the verdict first, then the exit code and the runbook's section, then every finding by its cause", () => {
  const page = htmlReport(
    anEnvironment({
      verdict: "DRIFTED_AND_PENDING",
      plannedAt: "2026-11-21T09:21:39Z",
      reasons: ["a reason"],
      findings: [
        aFinding({ cause: "state-only", address: "aws_moved.this" }),
        aFinding({ because: ["aws_x.one"], cloudId: "lb-1" }),
        aFinding({ cause: "pending", change: "create", address: "aws_new.this" }),
        aFinding({
          cause: "pending",
          change: "delete",
          destructive: true,
          address: "aws_old.this",
        }),
      ],
      health: [{ address: "check.x", status: "fail", problems: ["expires soon"] }],
    }),
    project,
  );
  expect(textOf(page).split("\n")).toEqual([
    "DRIFTED_AND_PENDING: Drift check of uat-us-east-1",
    "DRIFTED_AND_PENDING",
    "Drift check of uat-us-east-1: the cloud was changed outside Terraform, and the code is ahead of the cloud. Exit code 2.",
    "Read RUNBOOK-investigate.md, DRIFTED_AND_PENDING",
    "a reason",
    "1 drift, 2 pending, 0 unmanaged, 1 destructive, 1 state-only, 0 accepted.",
    "Planned at 2026-11-21T09:21:39Z.",
    "Destructive pending changes",
    "aws_old.this pending delete, destructive",
    "1 attribute",
    "Drift",
    "aws_lb.this drift update",
    "in the cloud: lb-1",
    "because of aws_x.one",
    "idle_timeout",
    "the cloud has now 120",
    "the code says 60",
    "Pending changes",
    "aws_new.this pending create",
    "1 attribute",
    "Health",
    "check.x failed",
    "expires soon",
    "1 state-only finding: the state doesn't know yet what the cloud has, and no plan would change it",
    "State-only",
    "aws_moved.this state-only update",
    "idle_timeout",
    "the state had 120",
    "the cloud has now 60",
  ]);
});

it("shows of several environments each verdict first, and the same change once", () => {
  const findings = [aFinding()];
  const elsewhere = [aFinding({ cloudId: "lb-2" })];
  const page = htmlReport(
    aReport(
      anEnvironment({
        verdict: "DRIFTED",
        findings: [...findings, aFinding({ address: "aws_own.this" })],
      }),
      anEnvironment({ verdict: "DRIFTED", findings: elsewhere, environment: production }),
      anEnvironment({
        verdict: "ERROR",
        cause: "state-locked",
        environment: "production-eu-west-1",
      }),
    ),
    project,
  );
  const lines = textOf(page).split("\n");
  expect(lines.slice(1, 6)).toEqual([
    "DRIFTED",
    "Drift check: the cloud was changed outside Terraform. Exit code 2.",
    "uat-us-east-1 DRIFTED: 2 drift, 0 pending, 0 unmanaged, 0 destructive, 0 state-only, 0 accepted",
    "production-us-east-1 DRIFTED: 1 drift, 0 pending, 0 unmanaged, 0 destructive, 0 state-only, 0 accepted",
    "production-eu-west-1 ERROR: nothing was judged",
  ]);
  expect(lines.filter((line) => line.startsWith("aws_lb.this"))).toHaveLength(1);
  expect(lines).toContain("in uat-us-east-1, production-us-east-1 (lb-2)");
  expect(lines).toContain("Read RUNBOOK-investigate.md, State locked");
});

it("links the sections, and its own parts", () => {
  const page = htmlReport(
    aReport(
      anEnvironment({ verdict: "DRIFTED", findings: [aFinding()] }),
      anEnvironment({ verdict: "DRIFTED", findings: [aFinding()], environment: production }),
    ),
    project,
  );
  const links = [...page.matchAll(/href="([^"#]*)#([^"]*)"/g)];
  const anchors = documentOf("RUNBOOK-investigate.md").headings.map(({ title }) => anchorOf(title));
  const own = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(links.map(([, file]) => file)).toEqual(["", "", runbook, "", runbook, ""]);
  for (const [, file, anchor] of links) expect(file === "" ? own : anchors).toContain(anchor);
});

it("withholds sensitive values", () => {
  const secret = anAttribute({ sensitive: true, before: "hunter2", after: "hunter3" });
  const page = htmlReport(
    anEnvironment({ findings: [aFinding({ attributes: [secret] })] }),
    project,
  );
  expect(textOf(page)).toContain("the cloud has now (sensitive)");
  expect(page).not.toContain("hunter");
});

it("keeps what is accepted in sight, and what nobody could look for", () => {
  const page = htmlReport(
    anEnvironment({
      findings: [aFinding({ accepted: true })],
      accepted: [anEntry(), anEntry({ status: "expired", address: "aws_old.this" })],
      additions: { called: false, because: "it is offline", notLookedFor: ["listeners"] },
    }),
    project,
  );
  const lines = textOf(page).split("\n");
  expect(lines).toContain(
    "accepted: idle_timeout, the vendor tunes it by hand until spring, until 2027-03-31",
  );
  expect(lines).toContain("aws_old.this expired: it no longer counts");
  expect(lines).toContain("Additions that no plan shows were not looked for: it is offline");
  expect(lines).toContain("listeners");
});

it("escapes whatever a plan says", () => {
  const pieces = [
    "<script>",
    "</code>",
    "<b>",
    '"',
    "'",
    " onload=x",
    "&",
    "&lt;",
    ">",
    "-->",
    "\n",
    "\u0000",
    "a",
  ];
  const hostile = fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 400 }),
    fc.array(fc.constantFrom(...pieces), { minLength: 1 }).map((parts) => parts.join("")),
  );
  const frame = (text: string) =>
    tagsOf(htmlReport(aReport(saturated(text), saturated("-")), project));
  const expected = frame("x");
  fc.assert(
    fc.property(hostile, (text) => {
      expect(frame(text)).toEqual(expected);
    }),
    { numRuns: runs(300) },
  );
  const script = "<script>alert(1)</script>";
  expect(textOf(htmlReport(saturated(script), project))).toContain(
    `because of ${script}, ${script}`,
  );
});
