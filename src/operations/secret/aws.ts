import {
  PutSecretValueCommand,
  paginateListSecretVersionIds,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { type Call, CallFailure } from "../aws/call";
import type { Clients } from "../aws/clients";
import { sendGraceMs } from "../aws/limited";
import type { Secret } from "../aws/secrets";

/**
 * When a version was made; undefined where that isn't told.
 *
 * @throws CallFailure
 */
export function createdAt(
  aws: Clients,
  { arn, versionId }: Secret,
  call: Call,
): Promise<Date | undefined> {
  return aws.ask("ListSecretVersionIds", SecretsManagerClient, call, async (client, options) => {
    for await (const page of paginateListSecretVersionIds({ client }, { SecretId: arn }, options)) {
      const version = page.Versions?.find(({ VersionId }) => VersionId === versionId);
      if (version !== undefined) return version.CreatedDate;
    }
    return undefined;
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
export function putValue(
  aws: Clients,
  { arn }: Secret,
  value: string,
  token: string,
  call: Call,
): Promise<void> {
  const command = new PutSecretValueCommand({
    SecretId: arn,
    SecretString: value,
    ClientRequestToken: token,
  });
  return aws.ask(
    "PutSecretValue",
    SecretsManagerClient,
    call,
    async (client, options) => {
      const { VersionId } = await client.send(command, options).catch(withoutWords);
      if (VersionId !== token)
        throw new CallFailure("unavailable", "PutSecretValue was answered without the version");
    },
    sendGraceMs,
  );
}

/** The key's refusal has no name of its own: only its words tell it from the secret's. */
const keyRefusal =
  "the key in KMS must be enabled, and the role needs kms:GenerateDataKey and kms:Decrypt on it";

function withoutWords(error: Error & { $metadata?: object; $response?: object }): never {
  const { name, $metadata, $response } = error;
  const message = /\bKMS\b/i.test(error.message) ? keyRefusal : "";
  throw Object.assign(new Error(message), { name, $metadata, $response });
}
