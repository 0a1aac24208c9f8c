/**
 * How long a client waits for AWS. A task has 60 s from SIGTERM to SIGKILL, which a silent AWS must not take from it.
 * The SDK alone only warns when the time of a request is over, and waits on.
 *
 * https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-smithy-node-http-handler/
 */
export const patience = {
  maxAttempts: 2,
  /** In milliseconds. */
  requestHandler: {
    connectionTimeout: 2_000,
    /** Until an answer begins. */
    requestTimeout: 5_000,
    throwOnRequestTimeout: true,
    /** Between two parts of one, and longer than any receive waits. */
    socketTimeout: 25_000,
  },
} as const;
