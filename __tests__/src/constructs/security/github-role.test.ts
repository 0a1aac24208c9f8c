import { describe, expect, it } from "vitest";
import { GitHubRole, type GitHubRoleProps } from "../../../../src/constructs/security/github-role";
import { allow } from "../../../../src/constructs/security/policy-document";
import { synthesize } from "../../../support/synthesized";

const roleFor = (jobs: GitHubRoleProps["jobs"], changes: Partial<GitHubRoleProps> = {}) =>
  synthesize(
    (scope) =>
      new GitHubRole(scope, "role", {
        name: "a-plan",
        description: "Plans",
        providerArn: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
        repository: "example/infrastructure",
        jobs,
        policies: { plan: [allow("Read", { Action: ["s3:GetObject"], Resource: "arn:state" })] },
        ...changes,
      }),
  );
const trust = (jobs: GitHubRoleProps["jobs"]) =>
  JSON.parse(roleFor(jobs).only("aws_iam_role").assume_role_policy).Statement;

describe("a role of GitHub's jobs", () => {
  it.each([
    ["of main", "repo:example/infrastructure:ref:refs/heads/main"],
    [{ inEnvironment: "production" }, "repo:example/infrastructure:environment:production"],
  ] as const)("is for one exact subject: %s", (jobs, subject) => {
    expect(trust(jobs)).toEqual([
      {
        Effect: "Allow",
        Principal: {
          Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
        },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": subject,
          },
        },
      },
    ]);
  });

  it("is for a repository with ids only as its tokens spell it", () => {
    const repository = "example@12/infrastructure@34";
    const { assume_role_policy } = roleFor("of main", { repository }).only("aws_iam_role");
    expect(assume_role_policy).toContain('"repo:example@12/infrastructure@34:ref:refs/heads/main"');
  });

  it("lasts as long as its job takes", () => {
    const seconds = (changes?: Partial<GitHubRoleProps>) =>
      roleFor("of main", changes).only("aws_iam_role").max_session_duration;
    expect([seconds(), seconds({ sessionSeconds: 7200 })]).toEqual([3600, 7200]);
  });

  it("may do what its policies say, and whatever else is put on it shows", () => {
    const stack = roleFor("of main");
    expect(stack.only("aws_iam_role_policies_exclusive").policy_names).toHaveLength(1);
    expect(stack.only("aws_iam_role_policy_attachments_exclusive").policy_arns).toEqual([]);
  });
});
