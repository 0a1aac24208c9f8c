import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { rolePolicies } from "./only-these-policies";
import type { PolicyStatement } from "./policy-document";

/** Host of the tokens that GitHub Actions gives to its jobs. */
const gitHubIssuer = "token.actions.githubusercontent.com";

export interface GitHubRoleProps {
  readonly name: string;
  readonly description: string;
  readonly account: string;
  /** Owner and name, such as `example/infrastructure`. */
  readonly repository: string;
  /** Which of its jobs, each by one exact end of its token's subject. */
  readonly jobs: "of main" | { readonly inEnvironment: string };
  readonly policies: Readonly<Record<string, readonly PolicyStatement[]>>;
}

/**
 * A role that jobs of one repository take on without any key: GitHub signs who they are, and the whole subject must be
 * this one. There is no wildcard, so neither a branch nor a pull request of anybody gets in. The account must
 * have GitHub's provider already.
 *
 * https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export class GitHubRole extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: GitHubRoleProps) {
    super(scope, id);

    const { name, description, account, repository, jobs } = props;
    const whose = jobs === "of main" ? "ref:refs/heads/main" : `environment:${jobs.inEnvironment}`;
    const role = new IamRole(this, "this", {
      name,
      description,
      maxSessionDuration: 3600,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${gitHubIssuer}` },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: {
              StringEquals: {
                [`${gitHubIssuer}:aud`]: "sts.amazonaws.com",
                [`${gitHubIssuer}:sub`]: `repo:${repository}:${whose}`,
              },
            },
          },
        ],
      }),
    });
    rolePolicies(this, role, props.policies);

    this.arn = role.arn;
  }
}
