import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bundle } from "../../../services/bundle";
import type { Program } from "../../e2e/drift/program";
import { until } from "../../e2e/drift/until";
import {
  ContainerImages,
  containerTools,
  noContainersBecause,
} from "../../support/container-images";
import { describeUnless, describeWithTools } from "../../support/external-tools";
import { freePort } from "../../support/free-port";
import { synthesizedTask } from "../../support/synthesized-task";
import { RunningMessages, services } from "./running-messages";

const title = "messages' images";
const tools = [...containerTools, "java", "elasticmq", "moto_server"] as const;
/** What every variable is named, and what most of them hold, the stack says. */
const containers = {
  producer: (await synthesizedTask("messages-production", "producer")).producer,
  consumer: (await synthesizedTask("messages-production", "consumer")).consumer,
};
const token = "the-first-token";
const data = {
  email_subject: "Happy new year!",
  email_sender: "John Doe",
  email_timestream: "1693561101",
  email_content: "Just want to say… Happy new year!!!",
};

function suite(): void {
  let folder: string;
  let images: ContainerImages;
  let running: RunningMessages;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "images-"));
    images = await ContainerImages.prepare();
    running = await RunningMessages.prepare();
    await running.setToken(token);
    for (const name of services) {
      await bundle("messages", name, path.join(folder, name));
      await build(name);
    }
    // The base is made once on a machine, which may take minutes, and one suite waits for the other.
  }, 1_800_000);
  afterAll(async () => {
    await images?.[Symbol.asyncDispose]();
    await running?.[Symbol.asyncDispose]();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  const build = (name: string) =>
    images.build(`messages-${name}`, path.join(folder, name), {
      VERSION: "1.0.7",
      COMMIT: "0123abc",
    });

  /**
   * With the emulators in place of AWS, whose addresses and credentials ECS gives in other ways, and no variable more of
   * the service's own.
   */
  async function start(name: (typeof services)[number], said: string, port = 0) {
    const { QUEUE_URL, AWS_REGION: _, ...aws } = running.variables();
    const local: Record<string, string> = {
      QUEUE_URL,
      BUCKET: running.bucket.name,
      POLL_INTERVAL_SECONDS: "1",
      PORT: String(port),
    };
    const own = Object.entries(containers[name]?.variables ?? {});
    const here = Object.fromEntries(own.map(([key, value]) => [key, local[key] ?? value]));
    const program = images.run(`messages-${name}`, { ...here, ...aws });
    await until(() => {
      if (program.hasEnded) throw new Error(`${program.stdout}${program.stderr}`);
      return program.stdout.includes(said) || undefined;
    });
    return program;
  }

  async function endOf(program: Program) {
    program.signal("SIGTERM");
    return (await program.ended).status;
  }

  it("have the same id when they are built again, name their version and commit, and run as user 1000", async () => {
    expect(await build("consumer")).toBe(await build("consumer"));
    for (const name of services) {
      const { Labels, User, Cmd } = await images.inspect(`messages-${name}`);
      expect(Labels).toMatchObject({
        "org.opencontainers.image.version": "1.0.7",
        "org.opencontainers.image.revision": "0123abc",
      });
      expect([User, Cmd]).toEqual(["1000:1000", ["node", "start.js"]]);
    }
  });

  it("are run here as the stack's task definitions say", () => {
    for (const name of services)
      expect(containers[name]).toMatchObject({
        command: [],
        user: "1000",
        readonlyRootFilesystem: true,
        linuxParameters: { capabilities: { add: [], drop: ["ALL"] } },
      });
  });

  it("bring a message from the caller to its object with the variables of the task definitions, and end with 0", async () => {
    const port = await freePort();
    const producer = await start("producer", "Server listening", port);
    const consumer = await start("consumer", "listening to the queue");
    const address = `http://127.0.0.1:${port}`;
    await until(async () => (await fetch(`${address}/health`)).status === 200 || undefined);
    const answer = await fetch(`${address}/process`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ data, token }),
    });
    expect([answer.status, await answer.json()]).toEqual([202, { status: "accepted" }]);
    const keys = await until(async () => {
      const found = await running.bucket.list();
      return found.length > 0 ? found : undefined;
    });
    expect(keys).toEqual([expect.stringMatching(/^emails\/.*\.json$/)]);
    expect(JSON.parse((await running.bucket.get(keys[0] ?? "")) ?? "")).toEqual(data);
    for (const program of [producer, consumer]) expect(await endOf(program)).toBe(0);
  });
}

if (noContainersBecause === undefined) describeWithTools(title, tools, suite);
else describeUnless(noContainersBecause, title, suite, false);
