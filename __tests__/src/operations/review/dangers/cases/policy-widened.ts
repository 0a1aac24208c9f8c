import { policy, type Written } from "../../stacks";
import type { Case } from "./case";

const allow = (action: string | string[], resource: string | string[], rest: object = {}) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...rest,
});

const role = (...statements: object[]): Written => ({
  "aws_iam_role_policy.web": { name: "web", role: "web", policy: policy(...statements) },
});

const bounded = (values: object): Written => ({ "aws_iam_role.web": { name: "web", ...values } });

export const policyWidened: readonly Case[] = [
  {
    name: "one exception fewer",
    before: role({ Effect: "Allow", NotAction: ["iam:*", "sts:*"], Resource: "*" }),
    danger: role({ Effect: "Allow", NotAction: ["iam:*"], Resource: "*" }),
    says: "the role web may now: all but iam:* on everything (*)",
    harmless: role({ Effect: "Allow", NotAction: ["sts:*", "iam:*", "kms:*"], Resource: "*" }),
  },
  {
    name: "one exception more of what is denied",
    before: role({ Effect: "Deny", NotAction: ["iam:*"], Resource: "*" }),
    danger: role({ Effect: "Deny", NotAction: ["iam:*", "sts:*"], Resource: "*" }),
    says: "no longer denied: all but iam:* on everything (*)",
    harmless: role({ Effect: "Deny", Action: "*", Resource: "*" }),
  },
  {
    name: "another action",
    before: role(allow(["s3:GetObject", "s3:ListBucket"], "arn:aws:s3:::a/*")),
    danger: role(allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::a/*")),
    says: "the role web may now: s3:PutObject on arn:aws:s3:::a/*",
    harmless: role(
      allow("s3:ListBucket", "arn:aws:s3:::a/*", { Sid: "List" }),
      allow("s3:GetObject", "arn:aws:s3:::a/*"),
    ),
  },
  {
    name: "everything",
    before: role(allow("s3:GetObject", "arn:aws:s3:::a/*")),
    danger: role(allow("s3:GetObject", "*")),
    says: "the role web may now: s3:GetObject on everything (*)",
    harmless: role(allow("s3:GetObject", "arn:aws:s3:::a/b/*")),
  },
  {
    name: "a condition that is gone",
    before: role(allow("ssm:SendCommand", "*", { Condition: { StringEquals: { a: "b" } } })),
    danger: role(allow("ssm:SendCommand", "*")),
    says: "the role web may now: ssm:SendCommand on everything (*)",
    harmless: role(
      allow("ssm:SendCommand", "*", { Condition: { StringEquals: { a: "b", c: "d" } } }),
    ),
  },
  {
    name: "another principal",
    before: {
      "aws_s3_bucket_policy.a": {
        policy: policy(allow("s3:GetObject", "a", { Principal: { AWS: "111122223333" } })),
      },
    },
    danger: {
      "aws_s3_bucket_policy.a": {
        policy: policy(allow("s3:GetObject", "a", { Principal: "*" })),
      },
    },
    says: "everybody may now: s3:GetObject on a",
    harmless: {
      "aws_s3_bucket_policy.a": {
        policy: policy(allow("s3:GetObject", "a", { Principal: { AWS: ["111122223333"] } })),
      },
    },
  },
  {
    name: "a denial that is gone",
    before: role({ Effect: "Deny", Action: "s3:*", Resource: "*" }),
    danger: role(),
    says: "the role web may now: no longer denied: s3:* on everything (*)",
    harmless: role({ Effect: "Deny", Action: ["s3:*", "ec2:*"], Resource: "*" }),
  },
  {
    name: "a managed policy",
    before: {
      "aws_iam_role_policy_attachments_exclusive.web": { role_name: "web", policy_arns: [] },
    },
    danger: {
      "aws_iam_role_policy_attachments_exclusive.web": {
        role_name: "web",
        policy_arns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
      },
    },
    says: "the role web may now: all that arn:aws:iam::aws:policy/AdministratorAccess allows",
    harmless: { "aws_iam_role_policy_attachments_exclusive.web": { role_name: "web" } },
  },
  {
    name: "a permissions boundary that is gone",
    before: bounded({ permissions_boundary: "arn:aws:iam::111122223333:policy/boundary" }),
    danger: bounded({}),
    says: "policy/boundary → nothing: its policies may now allow what the boundary didn't",
    harmless: bounded({
      permissions_boundary: "arn:aws:iam::111122223333:policy/boundary",
      description: "of the instances",
    }),
  },
  {
    name: "another permissions boundary",
    before: bounded({ permissions_boundary: "arn:aws:iam::111122223333:policy/boundary" }),
    danger: bounded({ permissions_boundary: "arn:aws:iam::aws:policy/AdministratorAccess" }),
    says: "→ arn:aws:iam::aws:policy/AdministratorAccess: its policies may now allow",
    harmless: {
      ...bounded({ permissions_boundary: "arn:aws:iam::111122223333:policy/boundary" }),
      "aws_iam_role.other": { name: "other" },
    },
  },
];
