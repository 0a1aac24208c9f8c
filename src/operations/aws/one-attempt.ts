import { requestTimeoutMs } from "./calls";

/** For a client of the SDK whose callers know themselves what may be repeated: each call is one attempt. */
export function oneAttempt(region: string) {
  // `requestTimeout` alone only warns, and ends with the first byte; limited.ts covers the rest.
  const requestHandler = {
    connectionTimeout: 10_000,
    requestTimeout: requestTimeoutMs,
    throwOnRequestTimeout: true,
    socketTimeout: requestTimeoutMs,
  };
  return { region, maxAttempts: 1, requestHandler };
}
