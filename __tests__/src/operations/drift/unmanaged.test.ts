import { describe, expect, it } from "vitest";
import type { Addition, Looked } from "../../../../src/operations/drift/additions/addition";
import type { AcceptedDifference } from "../../../../src/operations/drift/judge/accepted";
import { judgePlan } from "../../../../src/operations/drift/judge/judge";
import { plan, update, type Written } from "./written-plans";

const openPort: Addition = {
  address: "aws_security_group.instances",
  path: "ingress[tcp 22 from 0.0.0.0/0]",
  content: null,
  what: "Everybody may reach tcp port 22",
  remedy: "aws ec2 revoke-security-group-ingress …",
};
const entry: AcceptedDifference = {
  environment: "uat",
  address: openPort.address,
  path: openPort.path,
  reason: "the vendor looks at it until Friday",
  expires: "2026-06-01",
};
const asked = (...additions: Addition[]): Looked => ({
  called: true,
  additions,
  failures: [],
  cause: null,
});

function judged(looked: Looked, accepted: readonly AcceptedDifference[] = [], of: Written = {}) {
  return judgePlan(plan(of), { environment: "uat", accepted, today: "2026-06-01", looked });
}

it("a sensitive value of the plan stands in no text about an addition, an import or a failed check", () => {
  const secret = "do-not-show-me";
  const parameter = {
    ...update("aws_ssm_parameter.this", {}, {}),
    change: {
      actions: ["update"],
      before: { value: secret, tier: "a" },
      after: { value: secret },
      before_sensitive: { value: true },
      after_sensitive: { value: true },
      importing: { id: `a/${secret}` },
    },
  };
  const written = {
    ...plan({ changes: [parameter] }),
    checks: [
      {
        address: { to_display: "check.this" },
        status: "fail",
        instances: [{ problems: [{ message: `it answers ${secret}` }] }],
      },
    ],
  };
  const telling = { ...openPort, what: `It holds ${secret}`, remedy: `aws put --value ${secret}` };
  const options = { environment: "uat", accepted: [], today: "2026-06-01" };
  for (const whole of [written, { ...written, complete: false }]) {
    const report = judgePlan(whole, { ...options, looked: asked(telling) });
    expect(JSON.stringify(report)).not.toContain(secret);
    expect(report.health).toMatchObject([{ problems: ["(sensitive)"] }]);
  }
  const { findings } = judgePlan(written, { ...options, looked: asked(telling) });
  expect(findings).toMatchObject([
    { addition: { path: openPort.path, what: "(sensitive)" } },
    { imports: "(sensitive)" },
  ]);
});

describe("an addition that AWS's API tells of", () => {
  it("is drift that no apply reverts", () => {
    expect(judged(asked(openPort))).toMatchObject({
      verdict: "DRIFTED",
      counts: { drift: 0, pending: 0, unmanaged: 1 },
      additions: { called: true, because: null },
      findings: [
        {
          address: openPort.address,
          cause: "unmanaged",
          change: "addition",
          destructive: false,
          addition: { path: openPort.path, what: openPort.what, remedy: openPort.remedy },
        },
      ],
    });
  });

  it("stands beside what is pending, and is told once", () => {
    const of = { changes: [update("aws_lb.this", { idle_timeout: 60 }, { idle_timeout: 90 })] };
    expect(judged(asked(openPort, openPort), [], of)).toMatchObject({
      verdict: "DRIFTED_AND_PENDING",
      counts: { pending: 1, unmanaged: 1 },
    });
  });

  it.each<[string, Partial<AcceptedDifference>, string, string]>([
    ["by its whole path", {}, "IN_SYNC", "used"],
    ["not once that has expired", { expires: "2026-05-31" }, "DRIFTED", "expired"],
    ["not with all that is beside it", { path: "ingress" }, "DRIFTED", "unused"],
    ["not at another address", { address: "aws_security_group.other" }, "DRIFTED", "unused"],
  ])("is accepted %s", (_, change, verdict, status) => {
    const report = judged(asked(openPort), [{ ...entry, ...change }]);
    expect(report).toMatchObject({ verdict, accepted: [{ status }] });
    expect(report.counts.unmanaged).toBe(verdict === "IN_SYNC" ? 0 : 1);
  });
});

describe("an addition of which the path doesn't say all", () => {
  const rule = { address: "aws_lb_listener.https", path: "rule[priority=1]", what: "", remedy: "" };
  const to = (target: unknown): Addition => ({ ...rule, content: { Actions: [target] } });
  const nameOf = (addition: Addition) => judged(asked(addition)).findings[0]?.addition?.path ?? "";
  const acceptedAs = (path: string, addition: Addition) =>
    judged(asked(addition), [{ ...entry, address: rule.address, path }]).verdict;

  it("is accepted as it is, and not what takes its name later", () => {
    const name = nameOf(to("a"));
    expect(name).toMatch(/^rule\[priority=1\]@[0-9a-f]{16}$/);
    expect(acceptedAs(name, to("a"))).toBe("IN_SYNC");
    expect(acceptedAs(name, to("b"))).toBe("DRIFTED");
    expect(acceptedAs(rule.path, to("a"))).toBe("DRIFTED");
    expect(judged(asked(to("a"), to("a"), to("b"))).counts.unmanaged).toBe(2);
  });

  it("has one name, in whatever order AWS tells what it is", () => {
    const both = [
      { Field: "path", Values: ["/a", "/b"] },
      { Values: ["/b", "/a"], Field: "path" },
    ];
    expect(new Set(both.map((each) => nameOf(to(each)))).size).toBe(1);
    expect(nameOf(to({ at: new Date(1) }))).not.toBe(nameOf(to({ at: new Date(2) })));
  });

  it("can't be accepted where it holds a secret, of which no digest is told", () => {
    const secret = "do-not-show-me";
    const values = { value: secret };
    const parameter = update("aws_ssm_parameter.this", values, values);
    const marks = { before_sensitive: { value: true }, after_sensitive: { value: true } };
    const changes = [
      { ...parameter, change: { ...(parameter.change as object), actions: ["no-op"], ...marks } },
    ];
    const path = "rule[priority=1]@(sensitive)";
    const report = judged(asked(to(secret)), [{ ...entry, address: rule.address, path }], {
      changes,
      plan: { applyable: false },
    });
    expect(report).toMatchObject({ verdict: "DRIFTED", findings: [{ addition: { path } }] });
  });
});

describe("a call that was refused", () => {
  const failures = ["DescribeRules on aws_lb_listener.https was refused: AccessDenied"];

  it("leaves a plan without verdict, and what others told is still shown", () => {
    const report = judged({
      called: true,
      additions: [openPort],
      failures,
      cause: "permission-denied",
    });
    expect(report).toMatchObject({
      verdict: "INCONCLUSIVE",
      reasons: failures,
      cause: "permission-denied",
      additions: { called: false, because: "a call was refused or failed" },
    });
    expect(report.findings).toHaveLength(1);
  });
});

it("a type that is named like what every object has is no type of the table", () => {
  const changes = [{ ...update("constructor.this", {}, {}), type: "constructor" }];
  expect(judged({ called: false, because: "" }, [], { changes }).additions.notLookedFor).toEqual(
    [],
  );
});

it("a report says that nobody was asked", () => {
  const looked = { called: false, because: "--no-additions" } as const;
  expect(judged(looked)).toMatchObject({ verdict: "IN_SYNC", additions: looked });
});
