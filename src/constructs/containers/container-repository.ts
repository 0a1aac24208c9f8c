import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcrRepositoryPolicy } from "@cdktf/provider-aws/lib/ecr-repository-policy";
import { Construct } from "constructs";
import { acceptFindings } from "../accepted-findings";
import { deny, policyDocument } from "../security/policy-document";

export interface ContainerRepositoryProps {
  /** Such as `tally/display`. */
  readonly name: string;
  /** Id of the account, the only one that reaches it. */
  readonly account: string;
  /** How long an image that no tag names any more is kept. */
  readonly untaggedDays: number;
  readonly preventDestroy: boolean;
}

/**
 * Where a service's images are. A tag is given once and never moves, each image is scanned when it comes, and only one
 * without a tag expires: what a task definition names by its digest stays. A policy refuses other accounts, and being
 * there, it shows in a plan when somebody writes another.
 *
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/Repositories.html
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export class ContainerRepository extends Construct {
  public readonly arn: string;
  /** What an image's name begins with, before `@` and its digest. */
  public readonly url: string;

  constructor(scope: Construct, id: string, props: ContainerRepositoryProps) {
    super(scope, id);

    const repository = new EcrRepository(this, "this", {
      name: props.name,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: "AES256" }],
      forceDelete: false,
      lifecycle: { preventDestroy: props.preventDestroy },
    });
    acceptFindings(repository, {
      CKV_AWS_136: "images hold no secrets, and a key of our own would be one more to lose",
    });
    new EcrLifecyclePolicy(this, "lifecycle", {
      repository: repository.name,
      policy: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            description: "Images without a tag",
            selection: {
              tagStatus: "untagged",
              countType: "sinceImagePushed",
              countUnit: "days",
              countNumber: props.untaggedDays,
            },
            action: { type: "expire" },
          },
        ],
      }),
    });

    new EcrRepositoryPolicy(this, "policy", {
      repository: repository.name,
      policy: policyDocument([
        deny("RefuseOtherAccounts", {
          Principal: "*",
          Action: ["ecr:*"],
          Condition: {
            StringNotEquals: { "aws:PrincipalAccount": props.account },
            // A service that acts by itself is in no account.
            Bool: { "aws:PrincipalIsAWSService": "false" },
          },
        }),
      ]),
    });

    this.arn = repository.arn;
    this.url = repository.repositoryUrl;
  }
}
