import { randomBytes } from "node:crypto";
import { leaveSignals } from "../../e2e/drift/program";
import { until } from "../../e2e/drift/until";
import setup from "../../support/global-setup";
import { findTool, missing, type Tool } from "../../support/tools";
import { RunningMessages } from "./running-messages";

/** Of sysexits.h. */
const unavailable = 69;

const needed: readonly Tool[] = ["java", "elasticmq", "moto_server"];

/** Runs both services with stand-ins for SQS, S3 and SSM until Ctrl-C, and leaves nothing behind. */
async function runMessages(): Promise<void> {
  await setup();
  const lacking = needed.filter((tool) => findTool(tool) === undefined);
  if (lacking.length > 0) {
    console.error(missing(lacking));
    process.exitCode = unavailable;
    return;
  }
  leaveSignals();
  const told = new Promise<void>((resolve) => {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.once(name, () => resolve());
  });
  const token = randomBytes(9).toString("base64url");
  await using messages = await RunningMessages.prepare();
  await messages.setToken(token);
  await using producer = await messages.startProducer();
  await using _consumer = await messages.startConsumer();
  const data = {
    email_subject: "Happy new year!",
    email_sender: "John Doe",
    email_timestream: "1693561101",
    email_content: "Just want to say hello",
  };
  console.log(`messages is at http://127.0.0.1:${producer.port} until Ctrl-C. Send the first one:

  curl --json '${JSON.stringify({ data, token })}' http://127.0.0.1:${producer.port}/process

Each is shown here as soon as it is an object in the bucket.`);
  let isOver = false;
  told.then(() => {
    isOver = true;
  });
  const shown = new Set<string>();
  await until(async () => {
    for (const key of await messages.bucket.list()) {
      if (shown.has(key)) continue;
      shown.add(key);
      console.log(`\n${key}\n${(await messages.bucket.get(key))?.trimEnd()}`);
    }
    return isOver || undefined;
  });
}

runMessages();
