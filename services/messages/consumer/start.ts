import { writeLine } from "../../support/log";
import { startProgram } from "../../support/program";
import { settingsOf } from "../../support/settings";
import { Queue } from "../common/queue";
import { consume } from "./consume";
import build from "./package.json";
import { consumerVariables } from "./settings";
import { Store } from "./store";

startProgram(build, async (origin) => {
  const settings = settingsOf(consumerVariables, process.env);
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
