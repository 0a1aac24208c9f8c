import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { gitHubIssuer } from "./github-provider";
import { rolePolicies } from "./only-these-policies";
import type { PolicyStatement } from "./policy-document";

export interface GitHubRoleProps {
  readonly name: string;
  readonly description: string;
  /** Of GitHub as the account knows it (`GitHubProvider`). */
  readonly providerArn: string;
  /**
   * Owner and name as its jobs' tokens spell them, such as `example/infrastructure`, or with ids that nobody gets again:
   * `example@1/infrastructure@2`.
   */
  readonly repository: string;
  /** Which of its jobs, each by one exact end of its token's subject. */
  readonly jobs: "of main" | { readonly inEnvironment: string };
  /** How long a job may go on with what it was given: an hour to twelve (default: an hour). */
  readonly sessionSeconds?: number;
  /** Its own, by name. */
  readonly policies: Readonly<Record<string, readonly PolicyStatement[]>>;
  /** ARNs of those that it shares with others (default: none). */
  readonly attachedArns?: string[];
}

/**
 * A role that jobs of one repository take on without any key: GitHub signs who they are, and the whole subject must be
 * this one. There is no wildcard, so neither a branch nor a pull request of anybody gets in.
 *
 * https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 * https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims
 */
export class GitHubRole extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: GitHubRoleProps) {
    super(scope, id);

    const { name, description, providerArn, repository, jobs } = props;
    const whose = jobs === "of main" ? "ref:refs/heads/main" : `environment:${jobs.inEnvironment}`;
    const role = new IamRole(this, "this", {
      name,
      description,
      maxSessionDuration: props.sessionSeconds ?? 3600,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Federated: providerArn },
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
    rolePolicies(this, role, props.policies, props.attachedArns);

    this.arn = role.arn;
  }
}
