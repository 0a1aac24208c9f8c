import { describe, expect, it } from "vitest";
import { Queue } from "../../../../src/constructs/messaging/queue";
import { synthesize } from "../../../support/synthesized";

describe("a queue", () => {
  const stack = synthesize(
    (scope) =>
      new Queue(scope, "queue", {
        name: "a",
        deadLetterName: "a-dead-letters",
        account: "111122223333",
        visibilityTimeoutSeconds: 60,
        receives: 5,
        retentionDays: 7,
        deadLetterRetentionDays: 14,
        preventDestroy: true,
      }),
  );
  const addressOf = (name: string) =>
    stack.resources().find(({ configuration }) => configuration.name === name)?.address;
  const queue = addressOf("a");
  const deadLetters = addressOf("a-dead-letters");

  it("gives what was received too often to its dead-letter queue, which takes it of no other", () => {
    const redrive = stack.only("aws_sqs_queue_redrive_policy");
    expect(redrive.queue_url).toBe(`\${${queue}.url}`);
    expect(JSON.parse(redrive.redrive_policy)).toEqual({
      deadLetterTargetArn: `\${${deadLetters}.arn}`,
      maxReceiveCount: 5,
    });
    const allow = stack.only("aws_sqs_queue_redrive_allow_policy");
    expect(allow.queue_url).toBe(`\${${deadLetters}.url}`);
    expect(JSON.parse(allow.redrive_allow_policy)).toEqual({
      redrivePermission: "byQueue",
      sourceQueueArns: [`\${${queue}.arn}`],
    });
  });

  it("keeps dead letters longer, because their age counts from when they were sent", () => {
    const days = stack.ofType("aws_sqs_queue").map((each) => each.message_retention_seconds);
    expect(days).toEqual([14 * 86_400, 7 * 86_400]);
  });

  it("is encrypted, kept, and refuses whoever comes without TLS or from another account", () => {
    for (const each of stack.ofType("aws_sqs_queue"))
      expect(each).toMatchObject({
        sqs_managed_sse_enabled: true,
        lifecycle: { prevent_destroy: true },
      });
    const policies = stack.ofType("aws_sqs_queue_policy");
    expect(policies.map((each) => each.queue_url).sort()).toEqual(
      [`\${${deadLetters}.url}`, `\${${queue}.url}`].sort(),
    );
    for (const { policy } of policies)
      expect(JSON.parse(policy).Statement).toMatchObject([
        {
          Effect: "Deny",
          Action: ["sqs:*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Effect: "Deny",
          Action: ["sqs:*"],
          Condition: { StringNotEquals: { "aws:PrincipalAccount": "111122223333" } },
        },
      ]);
  });
});
