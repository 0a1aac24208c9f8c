import { application } from "../../../../src/systems/test-app/application";
import type { CaseGroup } from "../case";

const name = `${application}-uat-us-east-1`;
const nobody = { Version: "2012-10-17", Statement: [] as unknown[] };
/** An archive without a file. */
const emptyZip = `PK\u0005\u0006${"\0".repeat(18)}`;

/** What somebody adds: an apply takes it away where the code says that there is nothing else, and leaves the rest. */
export const additions: CaseGroup = {
  title: "added by hand",
  stack: "uat-us-east-1",
  verdict: "DRIFTED",
  cases: [
    {
      title: "port 22 on the instances",
      byHand: (state) => [
        [
          "ec2",
          "authorize_security_group_ingress",
          {
            GroupId: state("aws_security_group.access_instance").id,
            IpPermissions: [
              {
                IpProtocol: "tcp",
                FromPort: 22,
                ToPort: 22,
                IpRanges: [{ CidrIp: "203.0.113.7/32" }],
              },
            ],
          },
        ],
      ],
      findings: [
        "unmanaged addition aws_security_group.access_instance: ingress[tcp 22 from 203.0.113.7/32]",
      ],
    },
    {
      title: "the database open to the world",
      byHand: (state) => [
        [
          "ec2",
          "authorize_security_group_ingress",
          {
            GroupId: state("aws_security_group.access_database").id,
            IpPermissions: [
              {
                IpProtocol: "tcp",
                FromPort: 3306,
                ToPort: 3306,
                IpRanges: [{ CidrIp: "0.0.0.0/0" }],
              },
            ],
          },
        ],
      ],
      findings: [
        "unmanaged addition aws_security_group.access_database: ingress[tcp 3306 from 0.0.0.0/0]",
      ],
    },
    {
      title: "AdministratorAccess of the instances",
      byHand: () => [
        [
          "iam",
          "attach_role_policy",
          {
            RoleName: `${name}-instance`,
            PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
          },
        ],
      ],
      findings: [
        "drift update aws_iam_role_policy_attachments_exclusive.instance-role_no-attached-policies: policy_arns",
      ],
    },
    {
      title: "an inline policy that allows everything",
      byHand: () => [
        [
          "iam",
          "put_role_policy",
          {
            RoleName: `${name}-instance`,
            PolicyName: "all",
            PolicyDocument: JSON.stringify({
              ...nobody,
              Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
            }),
          },
        ],
      ],
      findings: [
        "drift update aws_iam_role_policies_exclusive.instance-role_only-these-policies: policy_names",
      ],
    },
    {
      title: "another account reads the download secret",
      byHand: (state) => [
        [
          "secretsmanager",
          "put_resource_policy",
          {
            SecretId: state("aws_secretsmanager_secret.download-secret_this").arn,
            ResourcePolicy: JSON.stringify({
              ...nobody,
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { AWS: "arn:aws:iam::999988887777:root" },
                  Action: "secretsmanager:GetSecretValue",
                  Resource: "*",
                },
              ],
            }),
          },
        ],
      ],
      findings: ["drift update aws_secretsmanager_secret_policy.download-secret_policy: policy"],
    },
    {
      title: "the code of a function replaced",
      byHand: () => [
        [
          "lambda",
          "update_function_code",
          { FunctionName: `${name}-autoupdater`, ZipFile: emptyZip },
        ],
      ],
      findings: ["unmanaged addition aws_lambda_function.updater-function_this: code_sha256"],
    },
  ],
};

/** The same once an apply has refreshed the state: what it would revert is no drift to the state any more. */
export const known: CaseGroup = {
  ...additions,
  title: "added by hand, and known to the state",
  verdict: "DRIFTED_AND_PENDING",
  isRefreshed: true,
  cases: additions.cases.map((each) => ({
    ...each,
    findings: each.findings.map((line) => line.replace(/^drift /, "pending ")),
  })),
};
