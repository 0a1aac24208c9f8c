import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { account, type Region } from "../src/systems/configuration/account";
import type { Tags } from "../src/systems/configuration/tags";

export interface AwsStackProps {
  readonly region: Region;
  readonly state: { readonly bucket: string; readonly key: string };
  /** On every resource that can carry tags. */
  readonly tags: Tags;
}

/**
 * A stack in one region of the account: its state in that region's bucket, encrypted and locked by
 * S3 itself, and a provider that refuses every other account.
 *
 * https://developer.hashicorp.com/terraform/language/backend/s3
 */
export class AwsStack extends TerraformStack {
  constructor(scope: Construct, id: string, { region, state, tags }: AwsStackProps) {
    super(scope, id);

    new S3Backend(this, { ...state, region, encrypt: true });
    // The type lacks the property. It needs Terraform 1.10.
    this.addOverride("terraform.backend.s3.use_lockfile", true);
    this.addOverride("terraform.required_version", ">= 1.10.0");

    new AwsProvider(this, "aws", {
      region,
      allowedAccountIds: [account.id],
      defaultTags: [{ tags }],
    });
  }

  /**
   * Does nothing. cdktf would resolve every token once more, for references from one stack to another. There are none:
   * a plan depends on its own stack alone.
   */
  override prepareStack(): void {}
}
