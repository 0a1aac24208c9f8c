import { randomBytes } from "node:crypto";
import { until } from "../../e2e/drift/until";
import setup from "../../support/global-setup";
import { untilCtrlC } from "../until-ctrl-c";
import { RunningMessages } from "./running-messages";

/** Runs both services with stand-ins for SQS, S3 and SSM. */
async function runMessages(told: Promise<void>): Promise<void> {
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

setup().then(() => untilCtrlC(["java", "elasticmq", "moto_server"], runMessages));
