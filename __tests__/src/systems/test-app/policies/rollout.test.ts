import { describe, expect, it } from "vitest";
import { outcomeMetrics } from "../../../../../src/estate/outcome-metrics";
import type { RolloutPort } from "../../../../../src/operations/rollout/aws";
import { account } from "../../../../../src/systems/configuration/account";
import { application } from "../../../../../src/systems/test-app/application";
import { rolloutPolicy } from "../../../../../src/systems/test-app/policies/rollout";
import { environment } from "../../../../support/environment";
import { isEc2 } from "../../../../support/fake-ssm/ec2";
import { earlier } from "../../../../support/fake-ssm/images";
import { failure, instance } from "../../../../support/fake-ssm/instances";
import { type OverHttp, overHttp } from "../../../operations/rollout/aws/over-http";

const documentArn = `arn:aws:ssm:us-east-1:${account.id}:document/${application}-production-us-east-1-autoupdater`;
const launchTemplateArn = `arn:aws:ec2:us-east-1:${account.id}:launch-template/lt-own`;
const encryptionKeyArn = `arn:aws:kms:us-east-1:${account.id}:key/own`;
const statements = rolloutPolicy(environment().settings, {
  documentArn,
  encryptionKeyArn,
  launchTemplateArn,
});
const allowing = (action: string) => statements.filter(({ Action }) => Action.includes(action));

describe("the function's role may do what a rollout does, and nothing else", () => {
  it("as seen by what the real clients call", async () => {
    const failed = await overHttp({ instances: [instance("i-1", { runs: [failure] })] });
    await failed.simulation.run(undefined, { port: failed.port });
    const pruning = await overHttp({ instances: [instance("i-1")] });
    const { images } = pruning.simulation.world;
    for (let nth = 0; nth < 9; nth += 1) earlier(images, "production-us-east-1", `${nth}`, nth);
    await pruning.simulation.run(undefined, { port: pruning.port });
    const conflicting = await overHttp({
      instances: [instance("i-1"), instance("i-2", { tagged: false, lifecycleState: "Standby" })],
    });
    const report = await conflicting.simulation.run(undefined, { port: losingRace(conflicting) });
    expect(report.outcome).toBe("CONFLICT");

    const called = [failed, pruning, conflicting].flatMap(({ server }) =>
      server.received.map(({ operation }) => actionOf(operation)),
    );
    called.push("cloudwatch:PutMetricData"); // by the function alone, as its own test sees
    const allowed = statements
      .flatMap(({ Action }) => Action)
      .filter((action) => !impliedByImages.test(action) && !ofRollback.includes(action));
    expect([...new Set(allowed)].sort()).toEqual([...new Set(called)].sort());
  });

  it("makes images of its environment's instances, tags them so, and removes no others", () => {
    const conditions = (action: string) => allowing(action).map(({ Condition }) => Condition);
    const own = { EnvironmentId: "production-us-east-1" };
    const tagged = (kind: "Request" | "Resource") =>
      Object.fromEntries(Object.entries(own).map(([key, id]) => [`aws:${kind}Tag/${key}`, id]));
    expect(conditions("ec2:CreateImage")).toEqual([
      { StringEquals: tagged("Resource") },
      { StringEquals: tagged("Request") },
    ]);
    expect(conditions("ec2:DeregisterImage")).toEqual([{ StringEquals: tagged("Resource") }]);
    expect(conditions("ec2:DeleteSnapshot")).toEqual([{ StringEquals: tagged("Resource") }]);
    expect(conditions("ec2:CreateTags")).toEqual([
      { StringEquals: { "ec2:CreateAction": "CreateImage", ...tagged("Request") } },
      { StringEquals: { "ec2:CreateAction": "RunInstances" } },
    ]);
    expect(allowing("kms:CreateGrant")).toMatchObject([
      {
        Resource: encryptionKeyArn,
        Condition: { StringEquals: { "kms:ViaService": "ec2.us-east-1.amazonaws.com" } },
      },
    ]);
  });

  it("replaces its own instances, by its own launch template and with their role alone", () => {
    const name = `${application}-production-us-east-1`;
    expect(allowing("autoscaling:StartInstanceRefresh")).toMatchObject([
      { Resource: expect.stringMatching(new RegExp(`:autoScalingGroupName/${name}$`)) },
    ]);
    expect(allowing("ec2:CreateLaunchTemplateVersion")).toMatchObject([
      { Resource: launchTemplateArn },
    ]);
    expect(allowing("ec2:RunInstances")).toMatchObject([
      { Condition: { ArnEquals: { "ec2:LaunchTemplate": launchTemplateArn } } },
    ]);
    expect(allowing("iam:PassRole")).toMatchObject([
      { Resource: `arn:aws:iam::${account.id}:role/${name}-instance` },
    ]);
    expect(allowing("ssm:PutParameter")).toMatchObject([
      { Resource: expect.stringMatching(/:parameter\/test-app\/production-us-east-1\/updates$/) },
    ]);
  });

  it("sends its own document, to instances that carry its environment's tag", () => {
    expect(allowing("ssm:SendCommand")).toEqual([
      expect.objectContaining({ Resource: documentArn }),
      expect.objectContaining({
        Resource: `arn:aws:ec2:us-east-1:${account.id}:instance/*`,
        Condition: { StringEquals: { "ssm:resourceTag/EnvironmentId": "production-us-east-1" } },
      }),
    ]);
  });

  it("tells outcomes in its own region, and no other metric", () => {
    expect(allowing("cloudwatch:PutMetricData").map(({ Condition }) => Condition)).toEqual([
      {
        StringEquals: {
          "aws:RequestedRegion": "us-east-1",
          "cloudwatch:namespace": outcomeMetrics.namespace,
        },
      },
    ]);
  });

  it("cancels in its own region only, where AWS knows no narrower limit", () => {
    expect(allowing("ssm:CancelCommand").map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { "aws:RequestedRegion": "us-east-1" } },
    ]);
  });
});

const services: Readonly<Record<string, string>> = {
  DescribeAutoScalingGroups: "autoscaling",
  DescribeInstanceRefreshes: "autoscaling",
  DescribeTargetHealth: "elasticloadbalancing",
};

/** What EC2 asks of whoever makes and removes images, beside the calls themselves. */
const impliedByImages = /^(ec2:(CreateTags|DeleteSnapshot)|kms:.*)$/;

/** What a rollback adds, which launches from the environment's own template. */
const ofRollback = [
  "autoscaling:StartInstanceRefresh",
  "ec2:CreateLaunchTemplateVersion",
  "ec2:RunInstances",
  "iam:PassRole",
  "ssm:PutParameter",
];

function actionOf(operation: string): string {
  if (isEc2(operation)) return `ec2:${operation}`;
  return `${services[operation] ?? "ssm"}:${operation}`;
}

/** An earlier command of another rollout appears right after the send, so that ours cancels itself. */
function losingRace({ simulation, port }: OverHttp): RolloutPort {
  const sendCommand: RolloutPort["sendCommand"] = async (request, call) => {
    const own = await port.sendCommand(request, call);
    const requestedAt = (own.requestedAt ?? 0) - 1_000;
    simulation.world.sendByOther({ requestedAt, targets: ["i-2"] });
    return own;
  };
  return { ...port, sendCommand } as RolloutPort;
}
