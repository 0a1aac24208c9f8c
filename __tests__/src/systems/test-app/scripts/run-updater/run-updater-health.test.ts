import { describe, expect, test } from "vitest";
import { describeWithTools } from "../../../../../support/external-tools";
import { TOOLS } from "../instance";
import { answering, givenNode, ran } from "./managed-node";

describeWithTools("the updater document's script, waiting for the application", TOOLS, () => {
  describe.concurrent("when the application", () => {
    test("is away for a while and flaps, it waits for good answers in a row", async (context) => {
      const node = await givenNode(context, {
        application: answering(200, 503, 200, 200),
        health: { healthyThresholdCount: 2 },
      });

      expect(await node.run()).toMatchObject({ ...ran(node.updater("1")), exitCode: 0 });

      expect(node.application.requests).toHaveLength(4);
    });

    test("is never healthy, the run fails though the updater succeeded", async (context) => {
      const node = await givenNode(context, {
        application: answering(503),
        limits: { healthSeconds: 2 },
      });

      expect(await node.run()).toMatchObject({
        exitCode: 215,
        runs: ["0022"],
        verdict: expect.stringMatching(
          /^EXIT CODE 215: .* not healthy within 2 s; the last answer of http:\S+\/health: HTTP status 503;/,
        ),
      });

      // Asked at once and then each second.
      expect(node.application.requests.length).toBeGreaterThanOrEqual(2);
    });

    test("does not run, it says so", async (context) => {
      const node = await givenNode(context, { limits: { healthSeconds: 1 } });
      node.application.stop();

      expect(await node.run()).toMatchObject({
        exitCode: 215,
        verdict: expect.stringMatching(/curl's exit code 7, .*connect/),
      });
    });

    test("takes the connection and never answers, the run ends all the same", async (context) => {
      const node = await givenNode(context, {
        application: () => undefined,
        limits: { healthSeconds: 1 },
        health: { timeoutSeconds: 1 },
      });

      expect(await node.run()).toMatchObject({
        exitCode: 215,
        verdict: expect.stringContaining("curl's exit code 28"),
      });
    });

    test.for([
      ["200", 204, 215],
      ["200-299", 204, 0],
      ["200,301-302", 302, 0],
      ["200,301-302", 300, 215],
    ] as const)(
      "must answer %s, and answers %i: exit code %i",
      async ([matcher, status, exitCode], context) => {
        const node = await givenNode(context, {
          application: answering(status),
          limits: { healthSeconds: 1 },
          health: { matcher, intervalSeconds: 2 },
        });

        expect(await node.run()).toMatchObject({ exitCode });
      },
    );
  });
});
