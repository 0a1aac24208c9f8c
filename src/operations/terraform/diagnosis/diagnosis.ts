import { type Cause, firstCause } from "../../report/causes";
import { TerraformFailure } from "../failure";
import { withoutCredentials } from "./credentials";
import { errorsIn, lastWords, oneLine } from "./diagnostics";
import {
  held,
  inPassing,
  leftLock,
  lockHolder,
  lockInPassing,
  notGivenBack,
  unreadable,
  unreadableLock,
} from "./locks";
import { withoutTexts } from "./sensitive-texts";

/** A cause that people meet, how it shows, and what to do about it. */
interface KnownCause {
  readonly cause: Cause;
  readonly shows: RegExp;
  readonly explanation: (text: string) => string;
}

const always = (text: string) => () => text;

/** The first that shows is the cause: what explains more stands before what explains less. */
export const knownCauses: readonly KnownCause[] = [
  { cause: "state-locked", shows: held, explanation: lockHolder },
  { cause: "state-locked", shows: unreadable, explanation: always(unreadableLock) },
  { cause: "state-locked", shows: inPassing, explanation: always(lockInPassing) },
  {
    cause: "provider-lock-file",
    shows:
      /Provider dependency changes detected|doesn't match any of the checksums|not match any of the (previously recorded|checksums)|no package .* (matches|with) .*checksum|checksums? .*dependency lock file|dependency lock file .*(inconsistent|does not match|doesn't match)|-upgrade flag conflicts/i,
    explanation: always(
      "The providers don't match .terraform.lock.hcl: make it anew, as CONTRIBUTING.md says under 'The providers' lock file', and commit it",
    ),
  },
  {
    cause: "credentials",
    shows:
      /ExpiredToken|RequestExpired|token (included in the request )?(is|has) expired|credentials? ha(s|ve) expired|SSO session .*expired|InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch|security token included in the request is invalid/i,
    explanation: always(
      "AWS doesn't accept the credentials, or no longer: renew them (an agent's role renews its own; people sign in again), and check the clock",
    ),
  },
  {
    cause: "credentials",
    shows:
      /No valid credential sources found|failed to refresh cached credentials|no EC2 IMDS role found|get credentials:|Unable to locate credentials/i,
    explanation: always(
      "No AWS credentials were found: run it on an agent with a role, or sign in, such as with aws sso login",
    ),
  },
  {
    cause: "secret-deleted",
    shows: /secret with this name is already scheduled for deletion/,
    explanation: always(
      "A secret of that name is scheduled for deletion, so none can be made: aws secretsmanager restore-secret --secret-id NAME brings it back, and terraform import into the state",
    ),
  },
  {
    cause: "wrong-account",
    shows: /AWS account ID not allowed|Invalid AWS account|account ID .*not allowed/i,
    explanation: always(
      "The credentials are another account's: take those of the account in src/systems/configuration/account.ts",
    ),
  },
  {
    cause: "throttled",
    shows:
      /Throttl(ing|ed)|TooManyRequests|RequestLimitExceeded|Rate exceeded|SlowDown|status code: 429|StatusCode: 429/i,
    explanation: always(
      "AWS throttles the account, and went on when Terraform had tried again: run it later, or with --parallel 1",
    ),
  },
  {
    cause: "bucket-missing",
    // The backend's own words; another bucket that is missing is another matter.
    shows: /S3 bucket "[^"]*" does not exist/,
    explanation: always(
      "The bucket of Terraform's state doesn't exist: make the region ready first, with bin/testapp bootstrap REGION, and check the account and the region",
    ),
  },
  {
    cause: "permission-denied",
    shows:
      /AccessDenied|UnauthorizedOperation|not authorized to perform|AuthorizationError|StatusCode: 403|status code: 403/i,
    explanation: (text) => {
      const action = /not authorized to perform:? ([a-z0-9-]+:[A-Za-z]+)/.exec(text)?.[1];
      const what = action === undefined ? "what the plan reads" : action;
      return `The credentials don't permit ${what}: give the role that permission, or take another role`;
    },
  },
  {
    cause: "provider-download",
    shows:
      /Failed to query available provider packages|Failed to install provider|Failed to resolve provider|Could not retrieve the list of available versions|could not connect to registry|provider registry .*does not have/i,
    explanation: always(
      "A provider can't be downloaded: Terraform needs the registry (registry.terraform.io and releases.hashicorp.com) or a mirror of it, see https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation",
    ),
  },
  {
    cause: "terraform-crashed",
    shows:
      /Plugin did not respond|Request cancelled|Plugin error|plugin encountered an error|plugin process exited|failed to instantiate provider|panic:|TERRAFORM CRASH|Terraform crashed/i,
    explanation: always(
      "A provider or Terraform crashed: run it again; when it stays, look for a known defect of this version, and whether memory ran out",
    ),
  },
  {
    cause: "aws-unreachable",
    shows:
      /no such host|connection refused|connection reset|i\/o timeout|TLS handshake|network is unreachable|dial tcp|RequestError|request send failed/i,
    explanation: always(
      "AWS can't be reached: check network, proxy and DNS of this machine, and the region's status",
    ),
  },
];

/** Why a step failed. */
export interface Explanation {
  /** For people, a line each: what happened, the cause with its remedy where it is known, and what was said. */
  readonly reasons: readonly string[];
  readonly cause: Cause | null;
}

/**
 * Why a step failed, by what Terraform itself said.
 *
 * @param what the step that failed
 * @param log what the speaker wrote
 */
export function explained(what: string, log: string, speaker = "Terraform"): Explanation {
  const errors = errorsIn(log);
  const texts = errors.length > 0 ? errors.map(oneLine) : lastWords(log);
  const said = texts.join("\n");
  const inOneLine = said.replace(/\s+/g, " ");
  const known = knownCauses.find(({ shows }) => shows.test(inOneLine));
  // Whatever else went wrong, and why.
  const isLockLeft = notGivenBack.test(inOneLine);
  const reasons = [
    what,
    ...(isLockLeft ? [leftLock] : []),
    ...(known === undefined ? [] : [known.explanation(said)]),
    ...texts.slice(0, 3).map((text) => `${speaker} says: ${text}`),
    ...(texts.length > 3 ? [`… and ${texts.length - 3} more errors`] : []),
  ];
  const cause = firstCause(isLockLeft ? "state-locked" : null, known?.cause ?? null);
  return { reasons: reasons.map(withoutCredentials), cause };
}

/** The same as an error. */
export function diagnosed(...step: Parameters<typeof explained>): TerraformFailure {
  const { reasons, cause } = explained(...step);
  return new TerraformFailure(reasons, cause);
}

/**
 * The explanation without any of these texts: a provider may quote what it was given. They are taken out before
 * anything is cut, and again, because a diagnosis is written anew.
 */
export function explainedWithout(
  sensitive: readonly string[],
  what: string,
  log: string,
): Explanation {
  const { reasons, cause } = explained(what, withoutTexts(log, sensitive));
  return { reasons: reasons.map((text) => withoutTexts(text, sensitive)), cause };
}
