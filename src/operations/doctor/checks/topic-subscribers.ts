import { paginateListSubscriptionsByTopic, SNSClient } from "@aws-sdk/client-sns";
import { Unanswered } from "../aws";
import { type Checker, each, note, ok } from "../check";

/**
 * Whether anybody hears what a topic is told: an address isn't for a repository, so a person subscribes it. What isn't
 * confirmed yet, or is no more, has a word in place of the subscription's ARN.
 *
 * https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
 */
export const topicSubscribers: Checker<"topic-subscribers"> = {
  scope: "environment",
  run: each(async ({ topicName }, { aws, region, account }) => {
    const TopicArn = `arn:aws:sns:${region}:${account}:${topicName}`;
    const arns = await aws
      .ask("sns:ListSubscriptionsByTopic", SNSClient, async (client, options) => {
        const found: string[] = [];
        const pages = paginateListSubscriptionsByTopic({ client }, { TopicArn }, options);
        for await (const { Subscriptions = [] } of pages)
          found.push(...Subscriptions.map(({ SubscriptionArn = "" }) => SubscriptionArn));
        return found;
      })
      .catch((error: unknown) => {
        if (error instanceof Unanswered && error.code === "NotFoundException") return undefined;
        throw error;
      });
    if (arns === undefined) return note(`not deployed yet: the topic ${topicName} isn't there`);
    const confirmed = arns.filter((arn) => arn.startsWith("arn:")).length;
    if (confirmed > 0) return ok(`what ${topicName} is told is heard: ${confirmed} confirmed`);
    const waiting = arns.filter((arn) => arn === "PendingConfirmation").length;
    const others = waiting === 0 ? "" : `, and ${waiting} who must confirm first`;
    return note(
      `nobody hears what ${topicName} is told${others}: aws sns subscribe --region ${region} --topic-arn ${TopicArn} --protocol email --notification-endpoint ADDRESS`,
    );
  }),
};
