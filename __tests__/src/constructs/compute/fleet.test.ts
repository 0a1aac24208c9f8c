import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { describe, expect, it } from "vitest";
import { AutoScalingGroup } from "../../../../src/constructs/compute/auto-scaling-group";
import { LaunchTemplate } from "../../../../src/constructs/compute/launch-template";
import {
  bytesPerMinute,
  ScalingPolicies,
} from "../../../../src/constructs/compute/scaling-policies";
import { synthesize } from "../../../support/synthesized";

const tags = { Environment: "production", ProjectId: "1234" };

describe("the launch template", () => {
  const stack = synthesize(
    (scope) =>
      new LaunchTemplate(scope, "template", {
        name: "a-fleet",
        rootVolumeGibibytes: 50,
        tags,
        image: { imageId: "ami-1", rootDeviceName: "/dev/xvda" },
        instanceProfileArn: "arn:profile",
        securityGroupId: "sg-1",
        encryptionKeyArn: "arn:key",
        userData: "#!/bin/bash\necho 'ä'\n",
      }),
  );
  const template = stack.only("aws_launch_template");

  it("has a fixed name, the image and the role", () => {
    expect(template).toMatchObject({
      name: "a-fleet",
      image_id: "ami-1",
      iam_instance_profile: { arn: "arn:profile" },
    });
    expect(template).not.toHaveProperty("instance_type");
  });

  it("gives credentials by IMDSv2 to the instance itself only", () => {
    expect(template.metadata_options).toEqual({
      http_endpoint: "enabled",
      http_tokens: "required",
      http_put_response_hop_limit: 1,
    });
  });

  it("encrypts the root volume under the environment's key", () => {
    expect(template.block_device_mappings).toEqual([
      {
        device_name: "/dev/xvda",
        ebs: {
          volume_type: "gp3",
          volume_size: 50,
          encrypted: "true",
          kms_key_id: "arn:key",
          delete_on_termination: "true",
        },
      },
    ]);
  });

  it("measures each minute, and gives EBS its own bandwidth", () => {
    expect(template).toMatchObject({ monitoring: { enabled: true }, ebs_optimized: "true" });
  });

  it("has one interface with a public address, in the instances' security group", () => {
    expect(template.network_interfaces).toEqual([
      {
        device_index: 0,
        associate_public_ip_address: "true",
        delete_on_termination: "true",
        security_groups: ["sg-1"],
      },
    ]);
    expect(template).not.toHaveProperty("vpc_security_group_ids");
  });

  it("tags the instance, its volumes and its interface", () => {
    expect(template.tag_specifications).toEqual(
      ["instance", "volume", "network-interface"].map((resource_type) => ({ resource_type, tags })),
    );
  });

  it("encodes the user data once", () => {
    expect(Buffer.from(template.user_data, "base64").toString()).toBe("#!/bin/bash\necho 'ä'\n");
  });
});

describe("the auto scaling group", () => {
  const group = synthesize((scope) => {
    const policy = new LbListener(scope, "needed-first", {
      loadBalancerArn: "arn:lb",
      defaultAction: [],
    });
    new AutoScalingGroup(scope, "group", {
      name: "a-fleet",
      minimumInstances: 3,
      maximumInstances: 6,
      instanceTypes: ["c6in.xlarge", "c5n.xlarge"],
      healthCheckGracePeriodSeconds: 900,
      instanceWarmupSeconds: 300,
      refresh: { minHealthyPercentage: 100, maxHealthyPercentage: 134, instanceWarmupSeconds: 990 },
      tags,
      subnetIds: ["subnet-1", "subnet-2"],
      targetGroupArn: "arn:target-group",
      launchTemplate: { templateId: "lt-1", latestVersion: "7" },
      dependsOn: [policy],
    });
  }).only("aws_autoscaling_group");

  it("has the environment's bounds and leaves the number between to scaling", () => {
    expect(group).toMatchObject({
      name: "a-fleet",
      min_size: 3,
      max_size: 6,
    });
    expect(group).not.toHaveProperty("desired_capacity");
  });

  it("replaces what the load balancer finds unhealthy, after the boot had its time", () => {
    expect(group).toMatchObject({
      health_check_type: "ELB",
      health_check_grace_period: 900,
      default_instance_warmup: 300,
      target_group_arns: ["arn:target-group"],
      vpc_zone_identifier: ["subnet-1", "subnet-2"],
    });
  });

  it("launches a fixed version of the template, on demand, in the order of the configured types", () => {
    expect(group.mixed_instances_policy).toEqual({
      instances_distribution: {
        on_demand_allocation_strategy: "prioritized",
        on_demand_percentage_above_base_capacity: 100,
      },
      launch_template: {
        launch_template_specification: { launch_template_id: "lt-1", version: "7" },
        override: [{ instance_type: "c6in.xlarge" }, { instance_type: "c5n.xlarge" }],
      },
    });
  });

  it("launches before it terminates, in maintenance and in an instance refresh", () => {
    const percentages = { min_healthy_percentage: 100, max_healthy_percentage: 134 };
    expect(group.instance_maintenance_policy).toEqual(percentages);
    expect(group.instance_refresh).toEqual({
      strategy: "Rolling",
      // 900 s of grace and 6 failed checks of 15 s: before, a bad release would not show
      preferences: {
        ...percentages,
        instance_warmup: "990",
        skip_matching: true,
        auto_rollback: false,
      },
    });
  });

  it("never taints the fleet by waiting for it", () => {
    expect(group.wait_for_capacity_timeout).toBe("0");
  });

  it("propagates its tags, publishes its metrics, and comes after what a boot needs", () => {
    expect(group.tag).toEqual([
      { key: "Environment", value: "production", propagate_at_launch: true },
      { key: "ProjectId", value: "1234", propagate_at_launch: true },
    ]);
    expect(group.enabled_metrics).toContain("GroupInServiceInstances");
    expect(group.metrics_granularity).toBe("1Minute");
    expect(group.depends_on).toEqual(["aws_lb_listener.needed-first"]);
  });
});

describe("the scaling policies", () => {
  const stack = synthesize((scope) => {
    const httpsListener = new LbListener(scope, "https", {
      loadBalancerArn: "arn:lb",
      defaultAction: [],
    });
    new ScalingPolicies(scope, "scaling", {
      name: "a-fleet",
      minimumInstances: 3,
      maximumInstances: 4,
      cpuTargetPercent: 55,
      networkTargetPercentOfBaseline: 40,
      baselineGigabitsPerSecond: 5,
      requestsPerTargetPerMinuteTarget: 6000,
      groupName: "the-group",
      subnetIds: ["subnet-1", "subnet-2"],
      loadBalancer: { arnSuffix: "app/lb/1", httpsListener },
      targetGroup: { arnSuffix: "targetgroup/tg/2" },
    });
  });
  const policy = (name: string) => stack.named("aws_autoscaling_policy", `scaling/${name}`);

  it("track CPU, network both ways and requests per instance", () => {
    expect(stack.ofType("aws_autoscaling_policy").map(({ name }) => name)).toEqual(
      ["cpu", "network-in", "network-out", "requests"].map((name) => `a-fleet-${name}`),
    );
    for (const each of stack.ofType("aws_autoscaling_policy"))
      expect(each).toMatchObject({
        policy_type: "TargetTrackingScaling",
        autoscaling_group_name: "the-group",
      });
  });

  it("keep CPU where the loss of a zone can be borne", () => {
    expect(policy("cpu").target_tracking_configuration).toEqual({
      predefined_metric_specification: { predefined_metric_type: "ASGAverageCPUUtilization" },
      target_value: 55,
    });
    const [{ condition, error_message: message }] = policy("cpu").lifecycle.postcondition;
    expect(condition).toBe(
      '${(self.target_tracking_configuration[0].target_value <= (100 * element([0, 0.3333333333333333, 0.5, 0.6666666666666666], (min(length(["subnet-1", "subnet-2"]), 4) - 1))))}',
    );
    expect(message).toContain(
      "at most, in percent: 33 with 2, 50 with 3, 66 with 4. Lower cpuTargetPercent",
    );
  });

  it.each([
    ["network-in", "ASGAverageNetworkIn"],
    ["network-out", "ASGAverageNetworkOut"],
  ])("keep %s at a share of the baseline bandwidth", (name, metric) => {
    expect(policy(name).target_tracking_configuration).toEqual({
      predefined_metric_specification: { predefined_metric_type: metric },
      // 5 Gbit/s are 37,500,000,000 bytes a minute, of which 40 %
      target_value: 15_000_000_000,
    });
    const [{ condition }] = policy(name).lifecycle.postcondition;
    expect(condition).toContain("<= (37500000000 * element([");
  });

  it("count requests of this target group behind this load balancer, once they belong together", () => {
    expect(policy("requests")).toMatchObject({
      target_tracking_configuration: {
        target_value: 6000,
        predefined_metric_specification: {
          predefined_metric_type: "ALBRequestCountPerTarget",
          resource_label: "app/lb/1/targetgroup/tg/2",
        },
      },
      depends_on: ["aws_lb_listener.https"],
    });
  });

  it.each([
    [1, 100, 7_500_000_000],
    [3.125, 50, 11_718_750_000],
    [12.5, 10, 9_375_000_000],
  ])("take %f Gbit/s at %i percent for %i bytes a minute", (gigabits, percent, bytes) => {
    expect(bytesPerMinute(gigabits, percent)).toBe(bytes);
  });
});
