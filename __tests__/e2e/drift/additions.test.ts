import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  CreateLaunchConfigurationCommand,
  PutScalingPolicyCommand,
} from "@aws-sdk/client-auto-scaling";
import { beforeAll, expect, test, vi } from "vitest";
import { ScriptedAws } from "../../support/scripted-aws";
import { describeDriftCheck, environmentReport, uat } from "./suite";
import { until } from "./until";

const address = "aws_autoscaling_group.fleet";

describeDriftCheck("drift-check of what no plan shows", [uat], (project) => {
  let aws: ScriptedAws;
  beforeAll(async () => {
    vi.stubEnv("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true");
    const here = project();
    here.useQuickCdktf();
    here.write(uat, { template: { content: "as written" }, fleet: { launches: "template" } });
    await here.apply(uat);
    aws = await ScriptedAws.before(here.environment.AWS_ENDPOINT_URL);
    // moto has no notifications.
    aws.answers("DescribeNotificationConfigurations", {
      body: "<DescribeNotificationConfigurationsResponse></DescribeNotificationConfigurationsResponse>",
    });
    return async () => {
      vi.unstubAllEnvs();
      await aws[Symbol.asyncDispose]();
    };
  });

  /** Exit code, report and what people read. */
  async function check(...options: readonly string[]) {
    const env = { AWS_ENDPOINT_URL_AUTO_SCALING: aws.url, AWS_ENDPOINT_URL_CLOUDWATCH: aws.url };
    const ended = await project().check([uat, "--json", "-", ...options], env);
    return { ...ended, report: environmentReport(ended) };
  }

  test("finds what somebody added by hand, and takes no refusal for its absence", async () => {
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const byHand = new AutoScalingClient({ region: "us-east-1", endpoint: aws.url, credentials });
    const group = { AutoScalingGroupName: "fleet" };
    const LaunchConfigurationName = "old";
    await byHand.send(
      new CreateLaunchConfigurationCommand({
        LaunchConfigurationName,
        ImageId: "ami-1",
        InstanceType: "t4g.nano",
      }),
    );
    await byHand.send(
      new CreateAutoScalingGroupCommand({
        ...group,
        LaunchConfigurationName,
        MinSize: 0,
        MaxSize: 0,
        AvailabilityZones: ["us-east-1a"],
      }),
    );
    const putBack = aws.answers("PutMetricData", { body: {} });
    const clean = await check("--metric");
    expect([clean.status, clean.report.verdict], clean.stderr).toEqual([0, "IN_SYNC"]);
    expect(aws.bodies.get("PutMetricData")).toMatch(/"MetricName":"DriftCheck".*"Value":0/);
    putBack();
    expect(clean.report.additions.called).toBe(true);

    await byHand.send(
      new PutScalingPolicyCommand({
        ...group,
        PolicyName: "by-hand",
        AdjustmentType: "ChangeInCapacity",
        ScalingAdjustment: -1,
      }),
    );
    byHand.destroy();
    const added = await check();
    expect([added.status, added.report.verdict], added.stderr).toEqual([2, "DRIFTED"]);
    const remedy =
      "aws autoscaling delete-policy --region us-east-1 --auto-scaling-group-name fleet --policy-name by-hand";
    expect(added.report.findings).toContainEqual(
      expect.objectContaining({
        address,
        cause: "unmanaged",
        addition: expect.objectContaining({
          path: expect.stringMatching(/^policy\[name=by-hand\]@[0-9a-f]{16}$/),
          remedy,
        }),
      }),
    );
    expect(added.stderr).toContain(remedy);

    const allow = aws.answers("DescribePolicies", "denied");
    aws.answers("PutMetricData", "denied");
    const denied = await check("--metric");
    expect([denied.status, denied.report.verdict]).toEqual([3, "INCONCLUSIVE"]);
    expect(aws.bodies.get("PutMetricData")).toContain('"Value":1');
    expect(denied.stderr).toContain(`CloudWatch doesn't know the outcome of ${uat}: `);
    expect(denied.report.reasons).toEqual([
      expect.stringMatching(`^${address}: autoscaling:DescribePolicies failed, AccessDenied `),
    ]);
    expect(denied.report.cause).toBe("permission-denied");
    const unasked = await check("--no-additions");
    allow();
    expect([unasked.status, unasked.report.verdict]).toEqual([0, "IN_SYNC"]);
    expect(unasked.report.additions).toMatchObject({ called: false, because: "--no-additions" });
  });

  test("ends at once when it is interrupted while AWS is asked", async () => {
    const allow = aws.answers("DescribeLifecycleHooks", "silent");
    const asked = aws.operations.length;
    const env = { AWS_ENDPOINT_URL_AUTO_SCALING: aws.url };
    await using program = project().start([uat, "--json", "-"], env);
    await until(() => aws.operations.slice(asked).includes("DescribeLifecycleHooks") || undefined);
    program.signal("SIGINT");
    const ended = await program.ended;
    allow();
    expect(ended).toMatchObject({ status: 1, signal: null });
    expect(environmentReport(ended)).toMatchObject({
      verdict: "ERROR",
      cause: "interrupted",
      reasons: ["The check was interrupted (SIGINT)"],
    });
    expect(await project().locks()).toEqual([]);
  });
});
