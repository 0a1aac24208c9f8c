import { z } from "zod";
import { startProgram } from "../../support/program";
import { newServer, serve } from "../../support/server";
import { port, settingsOf } from "../../support/settings";
import { Queue } from "../common/queue";
import build from "./package.json";
import { addRoutes } from "./routes";
import { Token } from "./token";

const variables = z.object({
  AWS_REGION: z.string().min(1),
  QUEUE_URL: z.url(),
  /** Name of the SSM parameter with the token. */
  TOKEN_PARAMETER: z.string().min(1),
  /** How long a token that was read counts. */
  TOKEN_CACHE_SECONDS: z.coerce.number().int().min(1).max(3_600).default(60),
  HOST: z.string().default("0.0.0.0"),
  PORT: port,
});

/** E-mails have contents. */
const bodyLimit = 200_000;

startProgram(build, async (origin) => {
  const settings = settingsOf(variables, process.env);
  const queue = new Queue(settings.AWS_REGION, settings.QUEUE_URL);
  const { TOKEN_PARAMETER, TOKEN_CACHE_SECONDS } = settings;
  const token = new Token(settings.AWS_REGION, TOKEN_PARAMETER, TOKEN_CACHE_SECONDS);
  // Without either nothing can be accepted.
  const ready = async () => {
    await Promise.all([token.digest(), queue.visibilitySeconds()]);
  };
  const server = newServer(origin, ready, { bodyLimit });
  addRoutes(server, queue, token);
  await serve(server, { host: settings.HOST, port: settings.PORT }, () => {
    queue.end();
    token.end();
  });
});
