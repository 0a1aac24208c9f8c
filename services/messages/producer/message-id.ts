import { createHash, randomUUID } from "node:crypto";
import * as z from "zod";
import { BadInput } from "../../support/server";
import type { Data } from "../common/message";

const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/)
  .optional();

/**
 * The id of a message. Whoever repeats a request with its `Idempotency-Key` gets the same one: an answer that was lost
 * doesn't say whether the message was accepted.
 *
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 * https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8
 *
 * @param header as it was sent
 * @throws BadInput
 */
export function messageId(header: unknown, data: Data): string {
  const { success, data: key } = idempotencyKey.safeParse(header);
  if (!success)
    throw new BadInput(
      "The Idempotency-Key is wrong: write 1 to 200 letters, digits and signs, without spaces.",
    );
  if (key === undefined) return randomUUID();
  // With the data: a key that is used again by mistake loses no e-mail.
  const digest = createHash("sha256")
    .update(JSON.stringify([key, data]))
    .digest("hex");
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, "$1-$2-8$3-8$4-$5");
}
