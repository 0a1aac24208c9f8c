import type { Cause } from "../report/causes";
import { wholeCharacters } from "../report/visible";
import { CallFailure, type FailureKind } from "./call";

const throttled = new Set([
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestThrottled",
  "RequestThrottledException",
  "RequestLimitExceeded",
  "TooManyRequestsException",
  "TooManyUpdates",
]);

const denied = new Set(["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"]);

/** The credentials themselves are what is wrong. */
const badCredentials = new Set([
  "CredentialsProviderError",
  "TokenProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "RequestExpired",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "IncompleteSignature",
  "InvalidSignatureException",
  "SignatureDoesNotMatch",
  "MissingAuthenticationToken",
  "MissingAuthenticationTokenException",
]);

const notFound = new Set([
  "InvalidCommandId",
  "InvocationDoesNotExist",
  "ParameterNotFound",
  "ResourceNotFoundException",
]);

/** The service could not say whether it has carried the request out. */
const unclear = new Set(["InternalServerError", "InternalFailure", "ServiceUnavailable"]);

/** The names of an answer that doesn't parse, such as a proxy's page. */
const unparsed = new Set(["SyntaxError", "Unknown", "UnknownError"]);

interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly $response?: { readonly statusCode?: number };
}

/**
 * What an error of the SDK means: told by its name, and where that says nothing, by the HTTP status. An
 * HTML page of a proxy arrives as `SyntaxError` or `Unknown`.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/CommonErrors.html
 */
export function failureOf(operation: string, error: unknown): CallFailure {
  const { name = "Error", message = "", $metadata, $response } = error as SdkError;
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  const kind = kindOf(name, status);
  const http = status === undefined ? "" : ` (HTTP ${status})`;
  const words = message === "" || message === name ? "" : `: ${firstLine(message)}`;
  const remedy = remedyOf(name, kind);
  const text = `${operation} failed, ${name}${http}${words}${remedy}`;
  return new CallFailure(kind, text, knownCauseOf(name, kind), { cause: error });
}

function kindOf(name: string, status: number | undefined): FailureKind {
  if (throttled.has(name) || status === 429) return "throttled";
  if (denied.has(name) || badCredentials.has(name)) return "denied";
  if (notFound.has(name)) return "not found";
  if (unclear.has(name) || status === undefined || status === 408) return "unavailable";
  if (status === 401 || status === 403) return "denied";
  // Not the service's own answer, so nobody can say what it has done.
  if (unparsed.has(name)) return "unavailable";
  return status >= 400 && status < 500 ? "invalid" : "unavailable";
}

function knownCauseOf(name: string, kind: FailureKind): Cause | null {
  if (kind === "throttled") return "throttled";
  if (kind !== "denied") return null;
  return badCredentials.has(name) ? "credentials" : "permission-denied";
}

function remedyOf(name: string, kind: FailureKind): string {
  if (badCredentials.has(name))
    return ". Log in anew, or let the agent's role renew its credentials, and check the clock";
  return kind === "denied" ? ". The role in use may not do this: grant it, or use another" : "";
}

const longestMessage = 300;

function firstLine(message: string): string {
  const [line = ""] = message.split("\n");
  return line.length > longestMessage ? `${wholeCharacters(line.slice(0, longestMessage))}…` : line;
}
