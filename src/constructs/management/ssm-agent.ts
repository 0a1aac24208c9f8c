import { allow, type PolicyStatement } from "../security/policy-document";

export interface SsmAgentProps {
  readonly region: string;
  /** Id of the account. */
  readonly account: string;
  /** Documents of the account's that run on the instance, beside sessions; it may end with `*` (default: none). */
  readonly ownDocuments?: string;
}

/**
 * What an instance needs to be reached by Systems Manager: what AmazonSSMManagedInstanceCore grants, without its right
 * to read every parameter of the account. A resource is `*` only where AWS accepts no other.
 *
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html
 */
export function ssmAgentStatements({
  region,
  account,
  ownDocuments,
}: SsmAgentProps): PolicyStatement[] {
  const instances = `arn:aws:ec2:${region}:${account}:instance/*`;
  const associations = `arn:aws:ssm:${region}:${account}:association/*`;
  const documents = [
    `arn:aws:ssm:${region}::document/*`, // AWS's own
    ...(ownDocuments === undefined
      ? []
      : [`arn:aws:ssm:${region}:${account}:document/${ownDocuments}`]),
    `arn:aws:ssm:${region}:${account}:document/SSM-SessionManagerRunShell`,
  ];
  return [
    allow("ReportInstance", {
      Action: [
        "ssm:UpdateInstanceInformation",
        "ssm:ListInstanceAssociations",
        "ssm:PutComplianceItems",
      ],
      Resource: instances,
    }),
    allow("ReadDocuments", {
      Action: ["ssm:GetDocument", "ssm:DescribeDocument"],
      Resource: documents,
    }),
    allow("ReportAssociations", {
      Action: [
        "ssm:DescribeAssociation",
        "ssm:UpdateAssociationStatus",
        "ssm:UpdateInstanceAssociationStatus",
      ],
      Resource: [instances, associations, ...documents],
    }),
    // none of these can be limited to a resource
    allow("TalkToSystemsManager", {
      Action: [
        "ssm:GetDeployablePatchSnapshotForInstance",
        "ssm:GetManifest",
        "ssm:ListAssociations",
        "ssm:PutConfigurePackageResult",
        "ssm:PutInventory",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
        "ec2messages:AcknowledgeMessage",
        "ec2messages:DeleteMessage",
        "ec2messages:FailMessage",
        "ec2messages:GetEndpoint",
        "ec2messages:GetMessages",
        "ec2messages:SendReply",
      ],
      Resource: "*",
    }),
  ];
}
