import { type Case, region } from "./case";

const address = "aws_kms_key.this";
const key = { key_id: "key-1" };
const functionArn = "arn:aws:lambda:eu-west-1:111122223333:function:own";
const role = "arn:aws:iam::111122223333:role/service/own-role";
const Operations = ["Decrypt"];

function pageOf(list: string): Case["page"] {
  return (things, next) => ({
    body: { [list]: things.map((each) => JSON.parse(each)), NextMarker: next ?? null },
  });
}

const grant = (GrantId: string, GranteePrincipal: string, EncryptionContextEquals = {}) =>
  JSON.stringify({
    GrantId,
    GranteePrincipal,
    Operations,
    Constraints: { EncryptionContextEquals },
  });

/** Grantees that look like those of AWS, or of the code, and aren't. */
const foreign = {
  "another account's service-linked role":
    "arn:aws:iam::999988887777:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
  "EC2 of another account": "arn:aws:sts::999988887777:assumed-role/aws:ec2-infrastructure/i-0",
  "another account's role of the same name": "arn:aws:iam::999988887777:role/service/own-role",
  "a session of that": "arn:aws:sts::999988887777:assumed-role/own-role/own",
  "a role of the same name on another path": "arn:aws:iam::111122223333:role/own-role",
  "a whole account": "arn:aws:iam::999988887777:root",
};

export const kmsCases: readonly Case[] = [
  {
    title: "a key's grant",
    resources: {
      [address]: key,
      "aws_kms_grant.ours": { grant_id: "ours" },
      "aws_lambda_function.own": { arn: functionArn, role, function_name: "own" },
    },
    action: "kms:ListGrants",
    page: pageOf("Grants"),
    left: {
      "of the code": grant("ours", "arn:aws:iam::111122223333:role/any"),
      "of RDS": grant("rds", "rds.eu-west-1.amazonaws.com"),
      "of EC2 Auto Scaling": grant(
        "group",
        "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
      ),
      "of EC2 for a volume": grant(
        "volume",
        "arn:aws:sts::111122223333:assumed-role/aws:ec2-infrastructure/i-0123456789abcdef0",
      ),
      "of EC2 for a volume, in short": grant(
        "attached",
        "111122223333:aws:ec2-infrastructure:i-0123456789abcdef0",
      ),
      "of the function's role itself": grant("role", role, {
        "aws:lambda:FunctionArn": functionArn,
      }),
      "of Lambda for the function's variables": grant(
        "variables",
        "arn:aws:sts::111122223333:assumed-role/own-role/own",
        { "aws:lambda:FunctionArn": functionArn },
      ),
    },
    added: grant("theirs", "arn:aws:iam::111122223333:role/other", {
      "aws:lambda:FunctionArn": functionArn,
    }),
    addition: {
      address,
      path: "grant[id=theirs]",
      what: "A grant: arn:aws:iam::111122223333:role/other may use the key for Decrypt",
      remedy: `aws kms revoke-grant --region ${region} --key-id key-1 --grant-id theirs`,
    },
    paged: true,
  },
  ...Object.entries(foreign).map(
    ([who, grantee]): Case => ({
      title: `a key's grant for ${who}`,
      resources: {
        [address]: key,
        "aws_lambda_function.own": { arn: functionArn, role, function_name: "own" },
      },
      action: "kms:ListGrants",
      page: pageOf("Grants"),
      left: {},
      added: grant("theirs", grantee, { "aws:lambda:FunctionArn": functionArn }),
      addition: {
        address,
        path: "grant[id=theirs]",
        what: `A grant: ${grantee} may use the key for Decrypt`,
        remedy: `aws kms revoke-grant --region ${region} --key-id key-1 --grant-id theirs`,
      },
      paged: true,
    }),
  ),
  {
    title: "a key's alias",
    resources: { [address]: key, "aws_kms_alias.ours": { name: "alias/ours" } },
    action: "kms:ListAliases",
    page: pageOf("Aliases"),
    left: { "of the code": '{"AliasName":"alias/ours"}' },
    added: '{"AliasName":"alias/theirs"}',
    addition: {
      address,
      path: "alias[name=alias/theirs]",
      what: "A further name of the key, by which others may use it",
      remedy: `aws kms delete-alias --region ${region} --alias-name alias/theirs`,
    },
    paged: true,
  },
];
