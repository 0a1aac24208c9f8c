import { type Case, members, queryAnswer, region, xml } from "./case";

const secretArn = "arn:aws:secretsmanager:own";
const masterArn = "arn:aws:secretsmanager:master";
const database = {
  "aws_db_instance.own": {
    identifier: "own",
    arn: "arn:database",
    master_user_secret: [{ secret_arn: masterArn }],
  },
};

/** Of services with one kind of thing each. */
export const otherCases: readonly Case[] = [
  {
    title: "a secret's rotation",
    resources: { "aws_secretsmanager_secret.own": { arn: secretArn } },
    action: "secretsmanager:DescribeSecret",
    page: ([secret = '{"ARN":"arn"}']) => ({ body: JSON.parse(secret) }),
    left: {},
    added: '{"ARN":"arn","RotationEnabled":true,"RotationLambdaARN":"arn:aws:lambda:theirs"}',
    later: '{"ARN":"arn","RotationEnabled":true,"RotationLambdaARN":"arn:aws:lambda:others"}',
    addition: {
      address: "aws_secretsmanager_secret.own",
      path: "rotation",
      what: "A rotation: arn:aws:lambda:theirs reads the value and writes others",
      remedy: `aws secretsmanager cancel-rotate-secret --region ${region} --secret-id ${secretArn}`,
    },
    paged: false,
  },
  {
    title: "a policy of a database's secret",
    resources: database,
    action: "secretsmanager:GetResourcePolicy",
    page: ([policy]) => ({ body: policy === undefined ? {} : { ResourcePolicy: policy } }),
    left: {},
    added:
      '{"Statement":[{"Effect":"Allow","Principal":{"AWS":["444455556666"]},"Action":"secretsmanager:GetSecretValue"}]}',
    later:
      '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"secretsmanager:GetSecretValue"}]}',
    addition: {
      address: "aws_db_instance.own",
      path: "master_user_secret.policy[0]",
      what: "A policy of the master password's secret: 444455556666 may secretsmanager:GetSecretValue",
      remedy: `aws secretsmanager delete-resource-policy --region ${region} --secret-id ${masterArn}`,
    },
    paged: false,
  },
  {
    title: "a replica of a database's secret",
    resources: database,
    action: "secretsmanager:DescribeSecret",
    page: (things) => ({ body: { ReplicationStatus: things.map((each) => JSON.parse(each)) } }),
    left: {},
    added: '{"Region":"us-east-2","Status":"InSync"}',
    later: '{"Region":"us-east-2","KmsKeyId":"theirs"}',
    addition: {
      address: "aws_db_instance.own",
      path: "master_user_secret.replica[region=us-east-2]",
      what: "A copy of the master password in us-east-2",
      remedy: `aws secretsmanager remove-regions-from-replication --region ${region} --secret-id ${masterArn} --remove-replica-regions us-east-2`,
    },
    paged: false,
  },
  {
    title: "a document's association",
    resources: {
      "aws_ssm_document.own": { name: "own" },
      "aws_ssm_association.ours": { association_id: "1" },
    },
    action: "ssm:ListAssociations",
    page: (things, next) => ({
      body: { Associations: things.map((each) => JSON.parse(each)), NextToken: next ?? null },
    }),
    left: { "of the code": '{"AssociationId":"1"}' },
    added:
      '{"AssociationId":"2","ScheduleExpression":"rate(1 day)","Targets":[{"Key":"tag:EnvironmentId","Values":["uat"]}]}',
    later: '{"AssociationId":"2","AssociationVersion":"2"}',
    addition: {
      address: "aws_ssm_document.own",
      path: "association[id=2]",
      what: "An association, which runs the document (rate(1 day)) on tag:EnvironmentId=uat",
      remedy: `aws ssm delete-association --region ${region} --association-id 2`,
    },
    paged: true,
  },
  {
    title: "a role's instance profile",
    resources: {
      "aws_iam_role.own": { name: "own" },
      "aws_iam_instance_profile.ours": { name: "ours" },
    },
    action: "iam:ListInstanceProfilesForRole",
    page: (things, next) =>
      queryAnswer(
        "ListInstanceProfilesForRole",
        `${xml("InstanceProfiles", members(things))}${xml("IsTruncated", `${next !== undefined}`)}${xml("Marker", next)}`,
      ),
    left: { "of the code": "<InstanceProfileName>ours</InstanceProfileName>" },
    added: "<InstanceProfileName>theirs</InstanceProfileName>",
    addition: {
      address: "aws_iam_role.own",
      path: "instance_profile[name=theirs]",
      what: "A further instance profile, with which other instances may take the role",
      remedy: `aws iam remove-role-from-instance-profile --region ${region} --instance-profile-name theirs --role-name own`,
    },
    paged: true,
  },
];
