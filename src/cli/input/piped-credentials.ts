import { addAbortSignal, type Readable } from "node:stream";
import {
  type Credentials,
  CredentialsError,
  credentialsOf,
  longestJson,
} from "../../operations/secret/credentials";
import { SecretFailure } from "../../operations/secret/failure";
import { systemReason } from "../output/whole-file";

/**
 * Reads the credentials from a stream to its end.
 *
 * @throws SecretFailure
 */
export async function pipedCredentials(
  stream: Readable,
  signal: AbortSignal,
): Promise<Credentials> {
  const json = await readAll(stream, signal);
  try {
    return credentialsOf(json);
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error;
    throw new SecretFailure(
      "notPut",
      `Standard input is wrong: ${error.message}. Write {"username": …, "password": …}, in a form that this can't repeat here`,
    );
  }
}

async function readAll(stream: Readable, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of addAbortSignal(signal, stream)) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > longestJson) break;
    }
  } catch (error) {
    if (signal.aborted) throw new SecretFailure("interrupted", `${signal.reason}`);
    throw new SecretFailure("notPut", `Standard input can't be read: ${systemReason(error)}`);
  }
  if (length === 0) throw new SecretFailure("notPut", "Standard input is empty: pipe the JSON in");
  if (length > longestJson)
    throw new SecretFailure("notPut", `Standard input holds more than ${longestJson} bytes`);
  return Buffer.concat(chunks);
}
