import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { callerIdentity } from "../aws/caller-identity";
import type { CredentialSource } from "../aws/clients";
import { limited } from "../aws/limited";
import { wholeCharacters } from "../report/visible";
import { withoutCredentials } from "../terraform/diagnosis/credentials";
import { type Aws, Unanswered } from "./aws";
import { type Finding, failed, ok, unchecked } from "./check";

/** Whose the credentials are. */
export interface Identity {
  readonly finding: Finding;
  /** Undefined where it isn't known. */
  readonly arn: string | undefined;
  /** Why nothing in AWS can be looked at; undefined when it can. */
  readonly obstacle: string | undefined;
}

/**
 * The SDK's default chain. The machine's role is asked for once and briefly: where there is no metadata
 * service nobody answers, and the SDK asks for a token and then without one.
 *
 * @param metadataTimeoutMs how long each of these two may take (default: 400)
 */
export function defaultCredentials(metadataTimeoutMs = 400): CredentialSource {
  return defaultProvider({ timeout: metadataTimeoutMs, maxRetries: 0 });
}

const credentialsTimeoutMs = 10_000;

/**
 * Whether there are credentials, whether AWS accepts them, and whether they are the account's.
 *
 * @param account the id of the one that the deployments are in
 */
export async function identify(
  aws: Aws,
  credentials: CredentialSource,
  account: string,
): Promise<Identity> {
  const never = new AbortController().signal;
  try {
    await limited("credentials", { signal: never, timeoutMs: credentialsTimeoutMs }, () =>
      credentials(),
    );
  } catch (error) {
    return without(failed(missingText(error), signIn), "there are no credentials");
  }
  try {
    const { account: found, arn } = await aws.read("sts:GetCallerIdentity", callerIdentity);
    if (found === account) return { finding: ok(arn), arn, obstacle: undefined };
    const finding = failed(
      `the credentials are of the account ${found} (${arn}), and the environments are in ${account}`,
      `use a role of ${account}, or write the right accountId into src/systems/configuration/stand-ins.ts`,
    );
    return { finding, arn, obstacle: "the credentials are another account's" };
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    // AWS allows this call to everybody whose credentials it accepts, so that is what is wrong with them.
    const isRefused = error.kind === "denied" && !error.code.startsWith("AccessDenied");
    return isRefused
      ? without(failed(`${refused} (${error.code})`, renew), refused)
      : without(unchecked(error.message, error.remedy), unknownOwner);
  }
}

const refused = "AWS doesn't accept the credentials";
const unknownOwner = "AWS doesn't say whose the credentials are";
const signIn =
  "on an agent, attach its role to the instance; elsewhere sign in: aws sso login --profile NAME, and export AWS_PROFILE=NAME";
const renew = "sign in anew, or let the agent's role renew its credentials, and check the clock";

function without(finding: Finding, obstacle: string): Identity {
  return { finding, arn: undefined, obstacle };
}

/** What the SDK says when every source of its chain has none. */
const none = "Could not load credentials from any providers";
const longestWords = 300;

function missingText(error: unknown): string {
  const { message } = ((error as Error).cause ?? error) as Error;
  if (message.startsWith(none)) return `no AWS credentials: ${missingSources().join("; ")}`;
  const [words = ""] = withoutCredentials(message).split("\n");
  return `no AWS credentials: ${wholeCharacters(words.slice(0, longestWords))}`;
}

/** Each source of the chain, and why it gave none. */
function missingSources(): string[] {
  const { env } = process;
  const keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
  const unset = keys.filter((name) => !env[name]);
  const isContainer =
    env.AWS_CONTAINER_CREDENTIALS_FULL_URI ?? env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI;
  const isDisabled = !["", "false"].includes(env.AWS_EC2_METADATA_DISABLED ?? "");
  const role = () => {
    if (isContainer) return "the container gives no role";
    return isDisabled
      ? "a role of this machine isn't asked for, because AWS_EC2_METADATA_DISABLED is set"
      : "no role of this machine was given by its metadata service";
  };
  return [
    unset.length === 0
      ? "AWS_PROFILE is set, so the variables with keys don't count"
      : `${unset.join(" and ")} ${unset.length === 1 ? "is" : "are"} not set`,
    `the profile ${env.AWS_PROFILE || "default"} gives none`,
    role(),
  ];
}
