import { afterEach, expect, it, vi } from "vitest";
import { Aws } from "../../../../src/operations/doctor/aws";
import { loadDeployments } from "../../../../src/systems/foundation/operations";
import { ScriptedAws } from "../../../support/scripted-aws";
import { dummyCredentials, findIn, names, uat } from "./examined-account";

afterEach(() => vi.unstubAllEnvs());

const topicArn = `arn:aws:sns:us-east-1:111122223333:${names.alerts}`;
const confirmed = `${topicArn}:6b0e71bd-7e97-4d97-80ce-4a0994e55286`;
const page = (subscriptions: readonly string[], token?: string) =>
  `<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions>${subscriptions
    .map((arn) => `<member><SubscriptionArn>${arn}</SubscriptionArn></member>`)
    .join("")}</Subscriptions>${
    token === undefined ? "" : `<NextToken>${token}</NextToken>`
  }</ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`;

/** What is found where the topic's subscriptions are in these pages. */
async function findWith(...pages: readonly (readonly string[])[]) {
  await using scripted = await ScriptedAws.before();
  scripted.answers("ListSubscriptionsByTopic", (_, body) => {
    const form = new URLSearchParams(body);
    if (form.get("TopicArn") !== topicArn)
      return {
        status: 404,
        body: "<ErrorResponse><Error><Code>NotFound</Code><Message>Topic does not exist</Message></Error></ErrorResponse>",
      };
    const index = Number(form.get("NextToken") ?? 0);
    const next = index + 1 < pages.length ? String(index + 1) : undefined;
    return { body: page(pages[index] ?? [], next) };
  });
  vi.stubEnv("AWS_ENDPOINT_URL", scripted.url);
  vi.stubEnv("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true");
  const aws = new Aws("us-east-1", dummyCredentials);
  const found = await findIn(aws, "topic-subscribers", uat);
  aws.destroy();
  return found;
}

it("a topic that nobody has subscribed to is a note, with how to subscribe", async () => {
  expect(await findWith([])).toEqual([
    {
      status: "note",
      message: `nobody hears what ${names.alerts} is told: aws sns subscribe --region us-east-1 --topic-arn ${topicArn} --protocol email --notification-endpoint ADDRESS`,
      remedy: null,
    },
  ]);
});

it("who hasn't confirmed, or has unsubscribed, isn't told", async () => {
  expect(await findWith(["PendingConfirmation", "Deleted"], ["PendingConfirmation"])).toMatchObject(
    [{ status: "note", message: expect.stringContaining("is told, and 2 who must confirm first") }],
  );
});

it("one confirmed subscription is enough, on whichever page", async () => {
  expect(await findWith(["PendingConfirmation"], [confirmed])).toEqual([
    { status: "ok", message: `what ${names.alerts} is told is heard: 1 confirmed`, remedy: null },
  ]);
});

it("the topic of costs is looked at where the budgets are", () => {
  const topics = loadDeployments().flatMap(({ region, checks }) =>
    checks.flatMap((each) =>
      each.check === "topic-subscribers" ? [`${region} ${each.topicName}`] : [],
    ),
  );
  expect(topics).toEqual(["us-east-1 test-app-costs"]);
});
