import { create } from "xmlbuilder2";

/** A test case, and how it ended; what passed has no message and no type. */
export interface TestCase {
  readonly name: string;
  readonly outcome:
    | { readonly kind: "passed"; readonly text: string }
    | {
        readonly kind: "failure" | "error";
        readonly message: string;
        readonly type: string;
        readonly text: string;
      };
}

export interface TestSuite {
  /** Of the suite, and the class of its test cases. */
  readonly name: string;
  readonly testCases: readonly TestCase[];
}

/**
 * The suites as JUnit XML. Characters that XML can't hold are left out.
 *
 * @see https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
export function junitXml(name: string, suites: readonly TestSuite[]): string {
  const root = {
    testsuites: {
      "@name": name,
      ...counts(suites.flatMap(({ testCases }) => testCases)),
      testsuite: suites.map((suite) => ({
        "@name": suite.name,
        ...counts(suite.testCases),
        testcase: suite.testCases.map((testCase) => ({
          "@classname": suite.name,
          "@name": testCase.name,
          ...result(testCase),
        })),
      })),
    },
  };
  return `${create({ version: "1.0", encoding: "UTF-8", invalidCharReplacement: "" }, root).end({ prettyPrint: true })}\n`;
}

function counts(testCases: readonly TestCase[]) {
  const count = (kind: string) => testCases.filter(({ outcome }) => outcome.kind === kind).length;
  return {
    "@tests": testCases.length,
    "@failures": count("failure"),
    "@errors": count("error"),
    "@skipped": 0,
  };
}

function result({ outcome }: TestCase) {
  if (outcome.kind === "passed") return { "system-out": { "#": outcome.text } };
  const { kind, message, type, text } = outcome;
  return { [kind]: { "@message": message, "@type": type, "#": text } };
}
