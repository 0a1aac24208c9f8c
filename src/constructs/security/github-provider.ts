import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";

/** Host of the tokens that GitHub Actions gives to its jobs. */
export const gitHubIssuer = "token.actions.githubusercontent.com";

/**
 * Lets IAM know GitHub as one who says who its jobs are. An account has it once. Which job may what, roles say
 * (`GitHubRole`).
 *
 * AWS verifies GitHub's certificate by its own list of authorities; a thumbprint isn't needed.
 *
 * https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export class GitHubProvider extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);

    this.arn = new IamOpenidConnectProvider(this, "this", {
      url: `https://${gitHubIssuer}`,
      clientIdList: ["sts.amazonaws.com"],
    }).arn;
  }
}
