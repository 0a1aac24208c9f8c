import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markdownReport } from "../../../../../src/operations/drift/reports/markdown";
import { runs } from "../../../../support/runs";
import { aFinding, anAttribute, anEntry, anEnvironment, aReport } from "./sample-reports";
import { saturated } from "./saturated";
import { withoutCode } from "./without-code";

const production = "production-us-east-1";

describe("the report in Markdown", () => {
  it("has a section for the environment, with its findings as comparisons", () => {
    const report = anEnvironment({
      verdict: "DRIFTED_AND_PENDING",
      plannedAt: "2026-11-21T09:21:39Z",
      findings: [
        aFinding({ cause: "state-only" }),
        aFinding({
          cloudId: "lb-1",
          because: ["aws_x.one"],
          attributes: [anAttribute({ path: "tags[a]", before: "`|<b>" })],
        }),
        aFinding({ cause: "pending", change: "create", address: "aws_new.this" }),
        aFinding({
          cause: "pending",
          change: "delete",
          destructive: true,
          address: "aws_old.this",
        }),
      ],
    });
    expect(markdownReport(report)).toBe(`# Drift check: DRIFTED_AND_PENDING

## \`uat-us-east-1\`: DRIFTED_AND_PENDING

The cloud was changed outside Terraform, and the code is ahead of the cloud: 1 drift, 2 pending, 0 unmanaged, 1 destructive, 1 state-only, 0 accepted.

- [RUNBOOK-investigate.md, "DRIFTED_AND_PENDING"](./RUNBOOK-investigate.md#drifted_and_pending)
- \`planned at 2026-11-21T09:21:39Z\`
- 1 state-only finding, listed in the JSON report

### Destructive pending changes

\`-\` there is now, \`+\` the code makes of it

- **pending delete** \`aws_old.this\`
  - 1 attribute

### Drift

\`-\` the cloud has now, \`+\` the code says

- **drift update** \`aws_lb.this\`
  - in the cloud: \`lb-1\`
  - because of \`aws_x.one\`
  \`\`\`diff
  - tags[a]: "\`|<b>"
  + tags[a]: 60
  \`\`\`

### Pending changes

\`-\` there is now, \`+\` the code makes of it

- **pending create** \`aws_new.this\`
  - 1 attribute
`);
  });

  it("shows the same change in several environments once, with the environments that have it", () => {
    const common = aFinding({ address: "aws_common.this" });
    const third = "production-eu-west-1";
    const markdown = markdownReport(
      aReport(
        anEnvironment({
          verdict: "DRIFTED",
          findings: [{ ...common, cloudId: "lb-1" }, aFinding({ address: "aws_own.this" })],
        }),
        anEnvironment({
          verdict: "DRIFTED",
          environment: production,
          findings: [{ ...common, cloudId: "lb-2" }],
        }),
        anEnvironment({
          verdict: "DRIFTED",
          environment: third,
          findings: [aFinding({ ...common, attributes: [anAttribute({ before: 121 })] })],
        }),
      ),
    );
    const [, shared, uat, us, eu] = markdown.split(/^## /m);
    expect(shared).toContain("In several environments");
    expect(shared).toContain(
      `- **drift update** \`aws_common.this\`\n  - in \`uat-us-east-1\` (\`lb-1\`), \`${production}\` (\`lb-2\`)\n`,
    );
    expect(uat).toContain("- 1 change in several environments, above");
    expect(uat).toContain("aws_own.this");
    expect(uat).not.toContain("aws_common.this");
    expect(us).not.toContain("aws_common.this");
    // Another value is another change.
    expect(eu).toContain("- idle_timeout: 121");
    expect(eu).not.toContain("above");
  });

  it("doesn't take for the same what is accepted for another reason, or is state-only", () => {
    const alike = [aFinding({ accepted: true }), aFinding({ cause: "state-only" })];
    const markdown = markdownReport(
      aReport(
        anEnvironment({ findings: alike, accepted: [anEntry()] }),
        anEnvironment({
          environment: production,
          findings: alike.map((finding) => ({ ...finding })),
          accepted: [anEntry({ reason: "another reason altogether" })],
        }),
      ),
    );
    expect(markdown).not.toContain("several environments");
    expect(markdown.match(/accepted: .*/g)).toHaveLength(2);
    expect(markdown.match(/1 state-only finding/g)).toHaveLength(2);
  });

  it("lists several environments' verdicts first", () => {
    const markdown = markdownReport(
      aReport(
        anEnvironment({ verdict: "ERROR", reasons: ["no lock"] }),
        anEnvironment({ environment: null }),
      ),
    );
    expect(markdown.split("\n").slice(0, 4)).toEqual([
      "# Drift check: ERROR",
      "",
      "- `uat-us-east-1`: ERROR, nothing was judged",
      "- The plan: IN_SYNC, 0 drift, 0 pending, 0 unmanaged, 0 destructive, 0 state-only, 0 accepted",
    ]);
    expect(markdown).toContain("- `no lock`");
  });

  it("keeps accepted findings in sight, shared ones too, and entries that need attention", () => {
    const with_ = {
      findings: [aFinding({ accepted: true })],
      accepted: [anEntry(), anEntry({ status: "expired" as const, address: "aws_old.this" })],
    };
    const one = anEnvironment(with_);
    const two = anEnvironment({ ...with_, environment: production });
    for (const markdown of [markdownReport(one), markdownReport(aReport(one, two))]) {
      expect(markdown).toContain(
        "  - accepted: `idle_timeout`, `the vendor tunes it by hand until spring`, `until 2027-03-31`",
      );
      expect(markdown).toContain(
        "### Accepted differences that need attention\n\n- `aws_old.this` expired: it no longer counts",
      );
    }
  });

  it("reports health problems", () => {
    const health = [{ address: "check.x", status: "fail" as const, problems: ["expires soon"] }];
    expect(markdownReport(anEnvironment({ health }))).toContain(
      "### Health\n\n- `check.x` failed\n  - `expires soon`",
    );
  });

  it("has whatever a plan says in code, where Markdown has no markup", () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary", maxLength: 400 }),
      fc
        .array(
          fc.constantFrom(
            "`",
            "```",
            "~~~",
            "|",
            "\n",
            "\r",
            "<b>",
            "@all",
            "#1",
            "](x)",
            "*",
            "\\",
            " ",
            "- ",
            "a",
            "\u202e",
          ),
          { minLength: 1, maxLength: 30 },
        )
        .map((parts) => parts.join("")),
    );
    const frame = (text: string) =>
      withoutCode(markdownReport(aReport(saturated(text), saturated("-"))));
    const expected = frame("x");
    fc.assert(
      fc.property(hostile, (text) => {
        expect(frame(text)).toBe(expected);
      }),
      {
        numRuns: runs(500),
        examples: [[""], ["```"], ["`"], [" "], [" ` "], ["\\`"], ["\n```\n# x\n"], ["- "]],
      },
    );
  });
});
