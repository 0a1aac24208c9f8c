import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { until } from "../../e2e/drift/until";
import { describeWithTools } from "../../support/external-tools";
import type { RunningService } from "../running-service";
import { mostReceives, RunningMessages } from "./running-messages";

const data = {
  email_subject: "Happy new year!",
  email_sender: "John Doe",
  email_timestream: "1693561101",
  email_content: "Just want to say… Happy new year!!!",
};
const token = "the-first-token";
const tools = ["java", "elasticmq", "moto_server"] as const;

/** A message as the producer writes it. */
const messageOf = (content = data) => JSON.stringify({ id: randomUUID(), data: content });

describeWithTools("messages' services over ElasticMQ and moto", tools, () => {
  let running: RunningMessages;
  beforeAll(async () => {
    running = await RunningMessages.prepare();
  });
  afterAll(async () => {
    await running?.[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await running.empty();
    await running.setToken(token);
  });

  const objects = async () => {
    const keys = await running.bucket.list();
    return Promise.all(keys.map(async (key) => JSON.parse((await running.bucket.get(key)) ?? "")));
  };
  /** Waits until there are so many objects, and nothing is in the queue. */
  const stored = async (count: number) => {
    await until(async () => (await running.bucket.list()).length >= count || undefined);
    await running.holds(running.queueUrl, 0);
    expect(await running.bucket.list()).toHaveLength(count);
  };
  describe("the producer", () => {
    let producer: RunningService;
    beforeAll(async () => {
      await running.setToken(token);
      producer = await running.startProducer({ TOKEN_CACHE_SECONDS: "1" });
    });
    afterAll(async () => {
      await producer?.[Symbol.asyncDispose]();
    });

    const process = (body: unknown, headers: Record<string, string> = {}) =>
      producer.fetch("/process", {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });

    it("accepts data with the token, and the consumer makes an object of it", async () => {
      await until(async () => (await process({ data, token })).status === 202 || undefined);
      await using consumer = await running.startConsumer();
      await stored(1);
      expect(await objects()).toEqual([data]);
      const [key] = await running.bucket.list();
      expect(key).toMatch(/^emails\/2023\/09\/01\/[0-9a-f-]{36}\.json$/);
      expect(await consumer.end()).toBe(0);
    });

    it("answers as it was asked to", async () => {
      const answer = await process({ data, token });
      expect(await answer.json()).toEqual({ status: "accepted" });
    });

    it.each<[number, string, unknown, string]>([
      [401, "another token", { data, token: "x" }, "The token is missing or wrong."],
      [401, "no token", { data }, "The token is missing or wrong."],
      [401, "a token and wrong data", { data: 1, token: "x" }, "The token is missing or wrong."],
      [400, "no data", { token }, "The data is wrong: data: it must be an object with"],
      [
        400,
        "no subject",
        { data: { ...data, email_subject: undefined }, token },
        "data.email_subj",
      ],
      [
        400,
        "an empty sender",
        { data: { ...data, email_sender: " " }, token },
        "must not be empty",
      ],
      [400, "a number", { data: { ...data, email_content: 1 }, token }, "it must be a text"],
      [
        400,
        "a date",
        { data: { ...data, email_timestream: "today" }, token },
        "seconds since 1970",
      ],
      [400, "one field more", { data: { ...data, bcc: "me" }, token }, "The data is wrong"],
      [400, "no JSON", "{", "JSON"],
      [413, "too much", { data: { ...data, email_content: "x".repeat(300_000) }, token }, "large"],
    ])("answers %i to %s, and queues nothing", async (status, _, body, reason) => {
      const answer = await process(body);
      const { error } = await answer.json();
      expect({ status: answer.status, error }).toEqual({
        status,
        error: expect.stringContaining(reason),
      });
      expect(await running.count(running.queueUrl)).toBe(0);
    });

    it("makes one object of a request that is repeated with its key, because its answer was lost", async () => {
      const key = { "idempotency-key": "one" };
      running.sqs.state = "lost";
      expect((await process({ data, token }, key)).status).toBe(500);
      running.sqs.open();
      expect((await process({ data, token }, key)).status).toBe(202);
      const other = { ...data, email_subject: "With the same key by mistake" };
      expect((await process({ data: other, token }, key)).status).toBe(202);
      expect(await running.count(running.queueUrl)).toBeGreaterThan(2);
      await using _ = await running.startConsumer();
      await stored(2);
    });

    it.each(["", "two words", "x".repeat(201), "é"])("refuses the key %j", async (key) => {
      const answer = await process({ data, token }, { "idempotency-key": key });
      expect(answer.status).toBe(400);
      expect((await answer.json()).error).toContain("The Idempotency-Key is wrong");
      expect(await running.count(running.queueUrl)).toBe(0);
    });

    it("takes a new token when the one that it knows is old, and then refuses the one before", async () => {
      await running.setToken("the-second-token");
      await until(
        async () =>
          (await process({ data, token: "the-second-token" })).status === 202 || undefined,
      );
      expect((await process({ data, token })).status).toBe(401);
      await running.setToken(token);
      await until(async () => (await process({ data, token })).status === 202 || undefined);
    });

    it("isn't ready while it can't reach the queue, accepts nothing then, and is alive", async () => {
      running.sqs.state = "cut";
      expect((await producer.fetch("/ready")).status).toBe(503);
      expect((await producer.fetch("/health")).status).toBe(200);
      expect((await process({ data, token })).status).toBe(500);
      running.sqs.open();
      await producer.becomeReady();
    });

    it.each(["sqs", "ssm"] as const)("answers whoever asks while %s is silent", async (name) => {
      running[name].state = "kept";
      const started = running[name].asked.length;
      // The token is asked for when the known one is old.
      await until(async () => {
        const { status } = await process({ data, token });
        return running[name].asked.length > started ? status === 500 || undefined : undefined;
      });
      running[name].open();
      await producer.becomeReady();
    });

    it("writes neither tokens nor what somebody sent into its log", async () => {
      await process({ data, token });
      await process({ data, token: "a-wrong-token" });
      expect(producer.program.stdout).not.toMatch(/the-first-token|a-wrong-token|Happy new year/);
    });
  });

  it("a message that is delivered twice makes one object", async () => {
    const message = messageOf();
    for (let nth = 0; nth < 3; nth += 1) await running.send(message);
    await using consumer = await running.startConsumer();
    await stored(1);
    expect(consumer.log.filter(({ msg }) => msg === "was stored already")).toHaveLength(2);
    expect(await running.count(running.deadLettersUrl)).toBe(0);
  });

  it("what is no message goes to the dead-letter queue, and comes back when it is redriven", async () => {
    for (const poison of ["poison", "{}", JSON.stringify({ data })]) await running.send(poison);
    await running.send(messageOf());
    const consumer = await running.startConsumer();
    await running.holds(running.deadLettersUrl, 3);
    await stored(1);
    const refused = () => consumer.log.filter(({ msg }) => msg === "no message of the producer");
    await until(() => refused().length >= 3 * mostReceives || undefined);
    expect(new Set(refused().map(({ receives }) => receives))).toEqual(new Set([1, 2, 3]));
    await consumer[Symbol.asyncDispose]();
    await running.redrive();
    await running.holds(running.queueUrl, 3);
    expect(await running.count(running.deadLettersUrl)).toBe(0);
  });

  it("finishes what it has in hand when it is told to end, and takes nothing more", async () => {
    running.s3.state = "kept";
    const before = running.s3.asked.length;
    await running.send(messageOf());
    const consumer = await running.startConsumer();
    await until(() => running.s3.asked.length > before || undefined);
    consumer.program.signal("SIGTERM");
    await consumer.says("ending");
    await running.send(messageOf());
    running.s3.open();
    expect((await consumer.program.ended).status).toBe(0);
    expect(await running.bucket.list()).toHaveLength(1);
    expect(await running.count(running.queueUrl)).toBe(1);
  });

  it("keeps a message as long as it works on it, and nobody else gets it", async () => {
    running.s3.state = "kept";
    const hidden = () =>
      running.sqs.asked.filter((each) => each === "ChangeMessageVisibilityBatch").length;
    const before = hidden();
    await running.send(messageOf());
    await using slow = await running.startConsumer();
    await using other = await running.startConsumer();
    // Each comes half a visibility timeout after the one before: by the third, the first timeout is over.
    await until(() => hidden() >= before + 3 || undefined);
    running.s3.open();
    await stored(1);
    // By then it has perhaps asked S3 once more, which has the first request's object.
    const lines = [...slow.log, ...other.log].filter(({ id }) => id !== undefined);
    expect(lines.map(({ receives }) => receives)).toEqual([1]);
  });

  describe("while S3 is away", () => {
    it("a message stays, and is stored when S3 is there again", async () => {
      running.s3.state = "cut";
      for (let nth = 0; nth < 3; nth += 1) await running.send(messageOf());
      await using consumer = await running.startConsumer();
      // More often than a message may be delivered.
      const failures = () => consumer.log.filter(({ msg }) => msg === "the bucket is away").length;
      await until(() => failures() > 3 * mostReceives || undefined);
      expect(await running.count(running.queueUrl)).toBe(3);
      running.s3.open();
      await stored(3);
      expect(await running.count(running.deadLettersUrl)).toBe(0);
    });

    it("a consumer that is told to end gives its message back at once", async () => {
      running.s3.state = "cut";
      await running.send(messageOf());
      const consumer = await running.startConsumer();
      await consumer.says("the bucket is away");
      expect(await consumer.end()).toBe(0);
      expect(await running.bucket.list()).toEqual([]);
      running.s3.open();
      await using next = await running.startConsumer();
      await stored(1);
      expect(next.log.find(({ msg }) => msg === "stored")).toMatchObject({ receives: 2 });
    });
  });

  describe("while AWS is silent", () => {
    it("a consumer goes on when S3 answers again, and has lost nothing", async () => {
      running.s3.state = "kept";
      await running.send(messageOf());
      await using consumer = await running.startConsumer();
      await consumer.says("the bucket is away");
      running.s3.open();
      await stored(1);
    });

    it.each(["s3", "sqs"] as const)("without %s, SIGTERM ends a consumer with 0", async (name) => {
      const gate = running[name];
      await running.send(messageOf());
      gate.state = "kept";
      const before = gate.asked.length;
      const consumer = await running.startConsumer();
      await until(() => gate.asked.length > before || undefined);
      expect(await consumer.end()).toBe(0);
      gate.open();
      await using _ = await running.startConsumer();
      await stored(1);
    });
  });

  it("of a thousand, each is one object or a dead letter, whatever happens meanwhile", async () => {
    await using producer = await running.startProducer();
    const consumers = [await running.startConsumer(), await running.startConsumer()];
    const send = async (count: number) => {
      for (let nth = 0; nth < count; nth += 1) {
        const answer = await producer.fetch("/process", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ data: { ...data, email_subject: `number ${nth}` }, token }),
        });
        if (answer.status !== 202) throw new Error(await answer.text());
      }
    };
    const duplicates = Array.from({ length: 50 }, () => messageOf());
    const sending = [send(250), send(250), send(250), send(200)];
    for (const each of [...duplicates, ...duplicates]) await running.send(each);
    for (let nth = 0; nth < 10; nth += 1) await running.send(`poison ${nth}`);
    // One dies, one ends and S3 is away while they work; others come.
    consumers[0]?.program.signal("SIGKILL");
    consumers.push(await running.startConsumer());
    running.s3.state = "cut";
    await until(
      () =>
        consumers.slice(1).every((each) => each.program.stdout.includes("the bucket is away")) ||
        undefined,
    );
    running.s3.open();
    const [, second] = consumers;
    if (second !== undefined) expect(await second.end()).toBe(0);
    consumers.push(await running.startConsumer());
    await Promise.all(sending);
    await stored(1_000);
    await running.holds(running.deadLettersUrl, 10);
    for (const each of consumers) await each[Symbol.asyncDispose]();
  });

  it.each([
    ["consumer", { POLL_INTERVAL_SECONDS: "21", BUCKET: "" }, ["BUCKET", "POLL_INTERVAL_SECONDS"]],
    ["consumer", { QUEUE_URL: "queue" }, ["QUEUE_URL"]],
  ] as const)("a %s with %j names what is wrong, and ends", async (_, variables, names) => {
    const failed = running.startConsumer(variables);
    await expect(failed).rejects.toThrow(new RegExp(names.join(".*")));
  });
});
