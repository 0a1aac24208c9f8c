import { expect, test } from "vitest";
import { describeWithTools } from "../../support/external-tools";
import { MotoServer } from "./moto-server";
import { interruptAll, Program } from "./program";

describeWithTools("an interrupt of all programs", ["python3", "moto_server"], () => {
  test("ends those that work, and leaves them the S3 where their locks are", async () => {
    await using moto = await MotoServer.start();
    const place = { cwd: __dirname, env: process.env };
    await using worker = new Program("sleep", ["300"], place);
    interruptAll();
    expect(await worker.ended).toMatchObject({ signal: "SIGINT" });
    const bucket = await moto.createBucket("locks");
    expect(await bucket.exists()).toBe(true);
  });
});
