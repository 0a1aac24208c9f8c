import formBody from "@fastify/formbody";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { type Origin, told } from "./log";
import { headers, html, page } from "./page";

/** What somebody sent is wrong; the message is shown to them. */
export class BadInput extends Error {
  override readonly name = "BadInput";
  readonly statusCode = 400;
}

/** What a service stands on is away; the message is for its operators. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
  readonly statusCode = 503;
}

/** A server by Fastify, which tells its operators in JSON and its users in what they ask for. */
export type Server = FastifyInstance;

export interface ServerOptions {
  /** Longest body, in bytes (default: short values). */
  readonly bodyLimit?: number;
  /** Whether it writes its log to standard output (default). */
  readonly log?: boolean;
}

/**
 * A server with `/ready`, which says that it can do its work, and `/health`, which says that it could once and that the
 * process answers. A platform asks for `/health`: it goes back from a version that never could, and doesn't replace what
 * only waits for a database.
 *
 * @param ready rejects while it can't
 * https://fastify.dev/docs/latest/Reference/Server/
 */
export function newServer(
  origin: Origin,
  ready: () => Promise<void>,
  { bodyLimit = 16_384, log = true }: ServerOptions = {},
): Server {
  const server = fastify({
    bodyLimit,
    routerOptions: { ignoreTrailingSlash: true },
    logger: log && {
      base: { ...origin },
      formatters: { level: (level) => ({ level }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
  });
  server.register(formBody);
  server.addHook("onSend", async (_, reply) => {
    reply.headers(headers);
  });
  server.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return refuse(request, reply, status, error.message);
    request.log.error({ reason: told(error) }, "failed");
    return refuse(request, reply, status, "The service can't do this now. Try again in a minute.");
  });
  server.setNotFoundHandler((request, reply) =>
    refuse(request, reply, 404, "There is nothing at this address."),
  );

  // A load balancer asks every few seconds, which is nothing to write down.
  const quiet = { logLevel: "warn" } as const;
  let wasReady = false;
  const look = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    try {
      await ready();
      wasReady = true;
      return { status: "ready", ...origin };
    } catch (error) {
      request.log.warn({ reason: told(error) }, "not ready");
      return reply.code(503).send({ status: "not ready", ...origin });
    }
  };
  server.get("/ready", quiet, look);
  server.get("/health", quiet, async (request, reply) =>
    wasReady ? { status: "alive", ...origin } : look(request, reply),
  );
  return server;
}

/** Whether a page is wanted, as browsers want one; all others get JSON. */
export function wantsPage({ headers: { accept = "" } }: FastifyRequest): boolean {
  return accept.includes("text/html");
}

export function sendPage(reply: FastifyReply, text: string): FastifyReply {
  return reply.type("text/html; charset=utf-8").send(text);
}

function refuse(request: FastifyRequest, reply: FastifyReply, status: number, reason: string) {
  reply.code(status);
  if (!wantsPage(request)) return reply.send({ error: reason });
  const back = html`<p role="alert">${reason}</p>
<p><a href="${request.url.split("?")[0] ?? "/"}">Back</a></p>`;
  return sendPage(reply, page("That didn't work", back));
}

/**
 * Listens until the process is told to end: then it takes no further request, answers those that it has, and frees
 * what it holds.
 *
 * @param free called when the last answer is out
 */
export async function serve(
  server: Server,
  at: { host: string; port: number },
  free: () => unknown,
) {
  let ending = false;
  // A connection that is kept for a next request would keep the server until its time is over.
  server.addHook("onSend", async (_, reply) => {
    if (ending) reply.header("Connection", "close");
  });
  server.addHook("onClose", async () => void (await free()));
  const end = async (signal: NodeJS.Signals) => {
    ending = true;
    server.log.info({ signal }, "ending");
    await server.close();
    server.log.info("ended");
  };
  process.once("SIGTERM", end).once("SIGINT", end);
  await server.listen(at);
}
