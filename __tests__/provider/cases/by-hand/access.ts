import { application } from "../../../../src/systems/test-app/application";
import type { Case } from "../case";

const name = `${application}-uat-us-east-1`;
const nobody = { Version: "2012-10-17", Statement: [] as unknown[] };

/** Who may do what, and who reaches what. */
export const inAccess: readonly Case[] = [
  {
    title: "the way from the load balancer to the instances taken away",
    byHand: (state) => {
      const rule = state("aws_vpc_security_group_ingress_rule.access_instance-from-load-balancer");
      const given = { GroupId: rule.security_group_id, SecurityGroupRuleIds: [rule.id] };
      return [["ec2", "revoke_security_group_ingress", given]];
    },
    findings: [
      "drift create aws_vpc_security_group_ingress_rule.access_instance-from-load-balancer",
    ],
  },
  {
    title: "a tag on a security group",
    byHand: (state) => [
      [
        "ec2",
        "create_tags",
        {
          Resources: [state("aws_security_group.access_database").id],
          Tags: [{ Key: "owner", Value: "somebody" }],
        },
      ],
    ],
    findings: ["drift update aws_security_group.access_database: tags.owner"],
  },
  {
    title: "what the instances may read",
    byHand: () => [
      [
        "iam",
        "put_role_policy",
        {
          RoleName: `${name}-instance`,
          PolicyName: "parameters",
          PolicyDocument: JSON.stringify({
            ...nobody,
            Statement: [{ Effect: "Allow", Action: "ssm:*", Resource: "*" }],
          }),
        },
      ],
    ],
    findings: ["drift update aws_iam_role_policy.instance-role_parameters: policy"],
  },
  {
    title: "who may take a role",
    byHand: () => [
      [
        "iam",
        "update_assume_role_policy",
        {
          RoleName: `${name}-database-monitoring`,
          PolicyDocument: JSON.stringify({
            ...nobody,
            Statement: [
              { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" },
            ],
          }),
        },
      ],
    ],
    findings: ["drift update aws_iam_role.database_monitoring-role_this: assume_role_policy"],
  },
  {
    title: "an instance profile without its role",
    byHand: () => [
      [
        "iam",
        "remove_role_from_instance_profile",
        { InstanceProfileName: `${name}-instance`, RoleName: `${name}-instance` },
      ],
    ],
    findings: ["drift update aws_iam_instance_profile.instance-role_profile: role"],
  },
  {
    title: "a key that isn't renewed",
    byHand: (state) => [
      ["kms", "disable_key_rotation", { KeyId: state("aws_kms_key.encryption-key_this").key_id }],
    ],
    findings: ["drift update aws_kms_key.encryption-key_this: enable_key_rotation"],
  },
  {
    title: "a key's alias deleted",
    byHand: () => [["kms", "delete_alias", { AliasName: `alias/${name}` }]],
    findings: ["drift create aws_kms_alias.encryption-key_alias"],
  },
];
