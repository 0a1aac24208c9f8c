import * as z from "zod";

/** All variables of the consumer. */
export const consumerVariables = z.object({
  AWS_REGION: z.string().min(1),
  QUEUE_URL: z.url(),
  BUCKET: z.string().min(1),
  /** How long an empty queue is listened to; SQS allows 20 at most. */
  POLL_INTERVAL_SECONDS: z.coerce.number().int().min(0).max(20).default(10),
});
