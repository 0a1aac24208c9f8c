import { edit, environments, foundations, type RealChange } from "./real-change";

export const accessChanges: readonly RealChange[] = [
  {
    name: "SSH from anywhere",
    edits: [
      edit(
        "src/systems/test-app/policies/network.ts",
        '"database-from-instance": {',
        '"world-to-instance": { group: "instance", direction: "in", peer: "anywhere", port: 22, description: "SSH" },\n"database-from-instance": {',
      ),
    ],
    changes: environments,
    dangers: ["network-opened"],
    says: ["the internet (0.0.0.0/0) may reach access/instance on tcp 22"],
  },
  {
    name: "another text of a security group's rule",
    edits: [
      edit(
        "src/systems/test-app/policies/network.ts",
        '"HTTPS from anywhere"',
        '"HTTPS from the internet"',
      ),
    ],
    changes: environments,
    dangers: [],
    says: ["`description` `HTTPS from anywhere` → `HTTPS from the internet`"],
  },
  {
    name: "one more action of the instances",
    edits: [
      edit(
        "src/systems/test-app/policies/instance.ts",
        'Action: ["ec2:DescribeTags"]',
        'Action: ["ec2:DescribeTags", "ec2:RunInstances"]',
      ),
    ],
    changes: environments,
    dangers: ["policy-widened"],
    says: [
      "the role instance-role/this may now: ec2:RunInstances on everything (*)",
      '+        "ec2:RunInstances"',
    ],
  },
  {
    name: "a statement of the instances without its condition",
    edits: [
      edit(
        "src/systems/test-app/policies/instance.ts",
        'Condition: { StringEquals: { "cloudwatch:namespace": names.metricNamespace } },',
        "",
      ),
    ],
    changes: environments,
    dangers: ["policy-widened"],
    says: ["the role instance-role/this may now: cloudwatch:PutMetricData on everything (*)"],
  },
  {
    name: "actions in another order, and one statement in two",
    edits: [
      edit(
        "src/systems/test-app/policies/instance.ts",
        'Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],',
        'Action: ["logs:PutLogEvents", "logs:DescribeLogStreams", "logs:CreateLogStream"],',
      ),
    ],
    changes: environments,
    dangers: [],
    says: ["**changed** `aws_iam_role_policy.instance-role_observability_170EEFBD`"],
  },
  {
    name: "buckets that can be made public",
    edits: [
      edit(
        "src/constructs/storage/private-bucket.ts",
        "blockPublicPolicy: true",
        "blockPublicPolicy: false",
      ),
    ],
    changes: foundations,
    dangers: ["public-access"],
    says: [
      "log-bucket/bucket/public-access, state-bucket/bucket/public-access: block_public_policy true → false",
    ],
  },
];
