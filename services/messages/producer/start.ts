import { startProgram } from "../../support/program";
import { newServer, serve } from "../../support/server";
import { settingsOf } from "../../support/settings";
import { Queue } from "../common/queue";
import build from "./package.json";
import { addRoutes } from "./routes";
import { producerVariables } from "./settings";
import { Token } from "./token";

/** E-mails have contents. */
const bodyLimit = 200_000;

startProgram(build, async (origin) => {
  const settings = settingsOf(producerVariables, process.env);
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
