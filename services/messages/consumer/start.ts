import { z } from "zod";
import { writeLine } from "../../support/log";
import { startProgram } from "../../support/program";
import { settingsOf } from "../../support/settings";
import { Queue } from "../common/queue";
import { consume } from "./consume";
import build from "./package.json";
import { Store } from "./store";

const variables = z.object({
  AWS_REGION: z.string().min(1),
  QUEUE_URL: z.url(),
  BUCKET: z.string().min(1),
  /** How long an empty queue is listened to; SQS allows 20 at most. */
  POLL_INTERVAL_SECONDS: z.coerce.number().int().min(0).max(20).default(10),
});

startProgram(build, async (origin) => {
  const settings = settingsOf(variables, process.env);
  const queue = new Queue(settings.AWS_REGION, settings.QUEUE_URL);
  const store = new Store(settings.AWS_REGION, settings.BUCKET);
  const log = (level: "info" | "error", content: object) => writeLine(level, origin, content);
  const stop = new AbortController();
  const end = (signal: NodeJS.Signals) => {
    log("info", { msg: "ending", signal });
    stop.abort();
  };
  process.once("SIGTERM", end).once("SIGINT", end);
  log("info", { msg: "listening to the queue" });
  await consume(queue, store, { waitSeconds: settings.POLL_INTERVAL_SECONDS, log }, stop.signal);
  queue.end();
  store.end();
  log("info", { msg: "ended" });
});
