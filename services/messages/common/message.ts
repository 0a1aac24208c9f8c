import * as z from "zod";

const longest = 100_000;

const text = z
  .string({ error: "it must be a text" })
  .trim()
  .min(1, { error: "it must not be empty" })
  .max(longest, { error: `it may have at most ${longest} characters` });

/** An e-mail as its sender describes it. */
export const dataSchema = z.strictObject(
  {
    email_subject: text,
    email_sender: text,
    /** When it was sent, in seconds since 1970. */
    email_timestream: text.regex(/^\d{1,11}$/, { error: "it must be seconds since 1970" }),
    email_content: text,
  },
  {
    error: "it must be an object with email_subject, email_sender, email_timestream, email_content",
  },
);
export type Data = z.output<typeof dataSchema>;

/** What lies in the queue: the data, and what names its object however often it is sent or delivered. */
export const messageSchema = z.strictObject({
  id: z.uuid(),
  data: dataSchema,
});
export type Message = z.output<typeof messageSchema>;

/** The bucket's key of a message: a folder for each day on which e-mails were sent, in UTC. */
export function keyOf({ id, data }: Message): string {
  const sent = new Date(Number(data.email_timestream) * 1_000).toISOString();
  return `emails/${sent.slice(0, 10).replaceAll("-", "/")}/${id}.json`;
}
