import { expect, it } from "vitest";
import { junitReport } from "../../../../../src/operations/drift/reports/junit";
import { markdownReport } from "../../../../../src/operations/drift/reports/markdown";
import { terminalReport } from "../../../../../src/operations/drift/reports/terminal";
import { aFinding, anEntry, anEnvironment } from "./sample-reports";

const openPort = aFinding({
  address: "aws_security_group.instances",
  cause: "unmanaged",
  change: "addition",
  addition: {
    path: "ingress[tcp 22 from 0.0.0.0/0]",
    what: "Everybody may reach tcp port 22",
    remedy: "aws ec2 revoke-security-group-ingress --group-id sg-1",
  },
  attributes: [],
});
const report = anEnvironment({ verdict: "DRIFTED", findings: [aFinding(), openPort] });
const plain = (of: typeof report) => terminalReport(of, { verbose: false, colour: false });

it("a terminal shows what was added before drift, with what it allows and how to take it away", () => {
  expect(plain(report)).toContain(`
  Unmanaged: added outside the code, and no apply takes it away
    unmanaged addition  aws_security_group.instances
      added: ingress[tcp 22 from 0.0.0.0/0]
      what it is: Everybody may reach tcp port 22
      to take it away: aws ec2 revoke-security-group-ingress --group-id sg-1

  Drift (the cloud has now → the code says)
`);
});

it("Markdown shows it without values that would be compared", () => {
  expect(markdownReport(report)).toContain(`
### Unmanaged: added outside the code, and no apply takes it away

- **unmanaged addition** \`aws_security_group.instances\`
  - added: \`ingress[tcp 22 from 0.0.0.0/0]\`
  - what it is: \`Everybody may reach tcp port 22\`
  - to take it away: \`aws ec2 revoke-security-group-ingress --group-id sg-1\`
`);
});

it("JUnit fails a test case of its own", () => {
  expect(junitReport(report)).toContain(
    '<failure message="aws_security_group.instances: unmanaged addition" type="unmanaged">added: ingress',
  );
});

it("what is accepted shows the entry that accepts this very addition, and no other", () => {
  const entries = ["ingress[tcp 22 from 0.0.0.0/0]", "egress[all to 0.0.0.0/0]"].map((path) =>
    anEntry({ address: openPort.address, path }),
  );
  const shown = plain(
    anEnvironment({ findings: [{ ...openPort, accepted: true }], accepted: entries }),
  );
  expect(shown).toContain("accepted: ingress[tcp 22 from 0.0.0.0/0]");
  expect(shown).not.toContain("egress");
});

it("every report says what was not looked for, and why", () => {
  const additions = {
    called: false,
    because: "--no-additions",
    notLookedFor: ["aws_lb_listener: rules of other people"],
  };
  const unasked = anEnvironment({ additions });
  const verbose = terminalReport(unasked, { verbose: true, colour: false });
  for (const text of [verbose, markdownReport(unasked), junitReport(unasked)]) {
    expect(text).toContain("Additions that no plan shows were not looked for: --no-additions");
    expect(text).toContain("aws_lb_listener: rules of other people");
  }
  expect(plain(unasked)).toContain("not looked for: --no-additions (--verbose lists");
  expect(plain(report)).not.toContain("looked for");
});

it("a command that takes it away can be pasted whole from every report", () => {
  const remedy = `aws s3api put-bucket-acl --bucket ${"long-".repeat(200)}name --acl private`;
  const addition = { path: "grant", what: "Others have rights", remedy };
  const long = anEnvironment({ findings: [{ ...openPort, addition }] });
  for (const text of [plain(long), markdownReport(long), junitReport(long)])
    expect(text).toContain(remedy);
});
