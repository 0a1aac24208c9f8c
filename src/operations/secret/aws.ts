import {
  DescribeSecretCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { type Call, CallFailure } from "../aws/call";
import { limited, sendGraceMs } from "../aws/limited";
import { oneAttempt } from "../aws/one-attempt";

/** A secret without its value, which nothing here can read. */
export interface Secret {
  readonly arn: string;
  /** Undefined unless it is scheduled for deletion. */
  readonly deletedAt: Date | undefined;
  /** The current version; undefined while there is no value. */
  readonly versionId: string | undefined;
}

/** Secrets Manager, with the SDK's default credentials and endpoints; each call is one attempt. */
export class SecretsManager {
  private readonly client: SecretsManagerClient;

  constructor(region: string) {
    this.client = new SecretsManagerClient(oneAttempt(region));
  }

  /** Closes the connections. */
  destroy(): void {
    this.client.destroy();
  }

  /** @throws CallFailure */
  describe(name: string, call: Call): Promise<Secret> {
    return limited("DescribeSecret", call, async (options) => {
      const command = new DescribeSecretCommand({ SecretId: name });
      const {
        ARN,
        DeletedDate,
        VersionIdsToStages = {},
      } = await this.client.send(command, options);
      if (ARN === undefined)
        throw new CallFailure("unavailable", "DescribeSecret was answered without an ARN");
      const current = Object.entries(VersionIdsToStages).find(([, stages]) => isCurrent(stages));
      return { arn: ARN, deletedAt: DeletedDate ?? undefined, versionId: current?.[0] };
    });
  }

  /**
   * When a version was made; undefined where that isn't told.
   *
   * @throws CallFailure
   */
  createdAt({ arn, versionId }: Secret, call: Call): Promise<Date | undefined> {
    return limited("ListSecretVersionIds", call, async (options) => {
      // Those without a label are left out, so that a page holds all: a secret has at most 20 labels.
      const command = new ListSecretVersionIdsCommand({ SecretId: arn, MaxResults: 100 });
      const { Versions = [] } = await this.client.send(command, options);
      return Versions.find(({ VersionId }) => VersionId === versionId)?.CreatedDate;
    });
  }

  /**
   * Puts a value in. With the token of an earlier attempt it changes nothing once more.
   *
   * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
   *
   * @param token becomes the version's id
   * @throws CallFailure, without anything that the service said: that could quote the value
   */
  put({ arn }: Secret, value: string, token: string, call: Call): Promise<void> {
    const command = new PutSecretValueCommand({
      SecretId: arn,
      SecretString: value,
      ClientRequestToken: token,
    });
    return limited(
      "PutSecretValue",
      call,
      async (options) => {
        const { VersionId } = await this.client.send(command, options).catch(withoutWords);
        if (VersionId !== token)
          throw new CallFailure("unavailable", "PutSecretValue was answered without the version");
      },
      sendGraceMs,
    );
  }
}

function isCurrent(stages: readonly string[]): boolean {
  return stages.includes("AWSCURRENT");
}

/** The key's refusal has no name of its own: only its words tell it from the secret's. */
const keyRefusal =
  "the key in KMS must be enabled, and the role needs kms:GenerateDataKey and kms:Decrypt on it";

function withoutWords(error: Error & { $metadata?: object; $response?: object }): never {
  const { name, $metadata, $response } = error;
  const message = /\bKMS\b/i.test(error.message) ? keyRefusal : "";
  throw Object.assign(new Error(message), { name, $metadata, $response });
}
