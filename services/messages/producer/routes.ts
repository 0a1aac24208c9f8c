import * as z from "zod";
import { BadInput, type Server } from "../../support/server";
import { dataSchema, type Message } from "../common/message";
import type { Queue } from "../common/queue";
import { messageId } from "./message-id";
import type { Token } from "./token";

/** The caller doesn't know the token. */
class Unauthorized extends Error {
  override readonly name = "Unauthorized";
  readonly statusCode = 401;
}

const withToken = z.object({ token: z.string() });

/** Takes data from whoever knows the token, and puts it on the queue. */
export function addRoutes(server: Server, queue: Pick<Queue, "send">, token: Token): void {
  server.post("/process", async (request, reply) => {
    const given = withToken.safeParse(request.body).data?.token;
    // Before the data is looked at: a stranger learns nothing of it.
    if (given === undefined || !(await token.is(given)))
      throw new Unauthorized("The token is missing or wrong.");
    const data = checkedData((request.body as { data?: unknown }).data);
    const message: Message = { id: messageId(request.headers["idempotency-key"], data), data };
    await queue.send(JSON.stringify(message));
    request.log.info({ id: message.id }, "accepted");
    return reply.code(202).send({ status: "accepted" });
  });
}

function checkedData(sent: unknown) {
  const { data, error } = dataSchema.safeParse(sent);
  if (data !== undefined) return data;
  const mistakes = error.issues.map(
    ({ path, message }) => `${["data", ...path].join(".")}: ${message}`,
  );
  throw new BadInput(`The data is wrong: ${mistakes.join("; ")}.`);
}
