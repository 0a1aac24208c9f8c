import fc from "fast-check";
import { expect, it } from "vitest";
import { junitReport } from "../../../../../src/operations/drift/reports/junit";
import { describeWithTools } from "../../../../support/external-tools";
import { parseXml, type XmlElement } from "./parse-xml";
import { aFinding, anEntry, anEnvironment, aReport } from "./sample-reports";
import { saturated } from "./saturated";

/** What Jenkins shows of a test case. */
function outcome({ attributes, children: [result] }: XmlElement): string[] {
  const kind = result?.tag === "failure" || result?.tag === "error" ? result.tag : "passed";
  return [attributes.classname ?? "", attributes.name ?? "", kind];
}

const root = (xml: string): XmlElement => parseXml([xml])[0] as XmlElement;

describeWithTools("the report as JUnit XML", ["python3"], () => {
  it("has a test case for each environment and each finding but what is state-only", () => {
    const uat = anEnvironment({
      verdict: "DRIFTED_AND_PENDING",
      findings: [
        aFinding({ cause: "state-only" }),
        aFinding({}),
        aFinding({ cause: "pending", change: "delete", destructive: true, deposed: "abcd" }),
        aFinding({ address: "aws_known.this", accepted: true }),
      ],
      accepted: [anEntry({ address: "aws_known.this" })],
    });
    const others = [
      anEnvironment({ environment: "in-sync" }),
      anEnvironment({ environment: "broken", verdict: "ERROR", reasons: ["no lock"] }),
      anEnvironment({ environment: "targeted", verdict: "INCONCLUSIVE" }),
    ];
    const suites = root(junitReport(aReport(uat, ...others)));
    expect(suites.tag).toBe("testsuites");
    expect(suites.attributes).toMatchObject({ tests: "7", failures: "3", errors: "2" });
    expect(
      suites.children.map(({ tag, attributes }) => [
        tag,
        attributes.name,
        attributes.tests,
        attributes.failures,
        attributes.errors,
      ]),
    ).toEqual([
      ["testsuite", "drift-check.uat-us-east-1", "4", "3", "0"],
      ["testsuite", "drift-check.in-sync", "1", "0", "0"],
      ["testsuite", "drift-check.broken", "1", "0", "1"],
      ["testsuite", "drift-check.targeted", "1", "0", "1"],
    ]);
    expect(suites.children.flatMap(({ children }) => children).map(outcome)).toEqual([
      ["drift-check.uat-us-east-1", "verdict", "failure"],
      [
        "drift-check.uat-us-east-1",
        "aws_lb.this (deposed abcd): pending delete, destructive",
        "failure",
      ],
      ["drift-check.uat-us-east-1", "aws_lb.this: drift update", "failure"],
      ["drift-check.uat-us-east-1", "aws_known.this: drift update", "passed"],
      ["drift-check.in-sync", "verdict", "passed"],
      ["drift-check.broken", "verdict", "error"],
      ["drift-check.targeted", "verdict", "error"],
    ]);
  });

  it("says in a result what is wrong", () => {
    const report = anEnvironment({
      verdict: "DRIFTED",
      findings: [aFinding({ because: ["aws_x.y"] })],
    });
    const [verdict, finding] = root(junitReport(report)).children[0]?.children ?? [];
    expect(verdict?.children[0]?.attributes).toEqual({
      message: "DRIFTED: the cloud was changed outside Terraform",
      type: "DRIFTED",
    });
    expect(finding?.children[0]?.attributes).toEqual({
      message: "aws_lb.this: drift update",
      type: "drift",
    });
    expect(finding?.children[0]?.text).toBe(
      "the cloud has now → the code says\nbecause of aws_x.y\nidle_timeout: 120 → 60",
    );
    const broken = anEnvironment({ verdict: "ERROR", reasons: ["no lock", "somebody has it"] });
    const error = root(junitReport(broken)).children[0]?.children[0]?.children[0];
    expect(error?.attributes).toEqual({ message: "no lock", type: "ERROR" });
    expect(error?.text).toContain("no lock\nsomebody has it\nnothing was judged");
  });

  it("says in an accepted one that, why, and until when", () => {
    const report = anEnvironment({
      findings: [aFinding({ accepted: true })],
      accepted: [anEntry()],
    });
    const output = root(junitReport(report)).children[0]?.children[1]?.children[0];
    expect(output?.tag).toBe("system-out");
    expect(output?.text).toContain(
      "accepted: idle_timeout, the vendor tunes it by hand until spring, until 2027-03-31",
    );
  });

  it("is never empty", () => {
    const suites = root(junitReport(aReport()));
    expect(suites.attributes).toMatchObject({ tests: "1", errors: "1" });
    expect(suites.children[0]?.children.map(outcome)).toEqual([
      ["drift-check", "verdict", "error"],
    ]);
  });

  it("is well-formed whatever a plan says", () => {
    const texts = fc.sample(fc.string({ unit: "binary", minLength: 1, maxLength: 200 }), 200);
    const hostile = [
      "]]>",
      "<!--",
      "&#0;",
      "\u0000\u001b\ud800\uffff",
      '"><failure/>',
      "@x",
      "#cdata",
    ];
    const documents = parseXml([...texts, ...hostile].map((text) => junitReport(saturated(text))));
    expect(documents).toHaveLength(207);
    for (const document of documents) {
      expect(
        document.children
          .flatMap(({ children }) => children)
          .map(outcome)
          .map((parts) => parts[2]),
      ).toEqual(["failure", "failure", "failure", "passed"]);
    }
  });
});
