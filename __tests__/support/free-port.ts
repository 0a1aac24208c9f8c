import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** From 32,768 on, Linux hands ports out to every server and connection that asks for any. */
const [first, beyond] = [10_000, 32_768];
/** Up to so many workers of one run stay apart. */
const workers = 40;
const perWorker = Math.floor((beyond - first) / workers);
const from = first + (Number(process.env.VITEST_POOL_ID ?? 0) % workers) * perWorker;
/** The next process doesn't begin where this one did: somebody may still call what was there. */
let asked = randomInt(perWorker);

/**
 * A port of 127.0.0.1 that nobody listens on. This process gets it once, and other workers get others. So it can be
 * kept for a server that starts later, or that stops for a while and must not be taken for another one.
 */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < perWorker; tried++) {
    const port = from + (asked++ % perWorker);
    if (await isFree(port)) return port;
  }
  throw new Error(`no port is free from ${from} to ${from + perWorker - 1}`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}
