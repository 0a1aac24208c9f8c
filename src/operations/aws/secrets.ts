import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type Call, CallFailure } from "./call";
import type { Clients } from "./clients";

/** A secret without its value, which nothing here can read. */
export interface Secret {
  readonly arn: string;
  /** Undefined unless it is scheduled for deletion. */
  readonly deletedAt: Date | undefined;
  /** The current version; undefined while there is no value. */
  readonly versionId: string | undefined;
}

/**
 * DescribeSecret names the versions, and not what is in them.
 *
 * @param id name or ARN
 * @throws CallFailure
 */
export function describeSecret(aws: Clients, id: string, call: Call): Promise<Secret> {
  return aws.ask("DescribeSecret", SecretsManagerClient, call, async (client, options) => {
    const command = new DescribeSecretCommand({ SecretId: id });
    const { ARN, DeletedDate, VersionIdsToStages = {} } = await client.send(command, options);
    if (ARN === undefined)
      throw new CallFailure("unavailable", "DescribeSecret was answered without an ARN");
    const current = Object.entries(VersionIdsToStages).find(([, stages]) =>
      stages.includes("AWSCURRENT"),
    );
    return { arn: ARN, deletedAt: DeletedDate ?? undefined, versionId: current?.[0] };
  });
}
