import * as z from "zod";
import { port } from "../../support/settings";

/** All variables of the producer. */
export const producerVariables = z.object({
  AWS_REGION: z.string().min(1),
  QUEUE_URL: z.url(),
  /** Name of the SSM parameter with the token. */
  TOKEN_PARAMETER: z.string().min(1),
  /** How long a token that was read counts. */
  TOKEN_CACHE_SECONDS: z.coerce.number().int().min(1).max(3_600).default(60),
  HOST: z.string().default("0.0.0.0"),
  PORT: port,
});
