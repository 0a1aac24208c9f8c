import { insightsLogGroup } from "../../constructs/containers/container-cluster";
import { ecsAgentStatements } from "../../constructs/containers/ecs-agent";
import { ssmAgentStatements } from "../../constructs/management/ssm-agent";
import { type Publisher, publishersUseKey } from "../../constructs/monitoring/alert-topic";
import { logsUseKey } from "../../constructs/security/encryption-key";
import { autoScalingUsesKey } from "../../constructs/security/key-users";
import { allow, type PolicyStatement } from "../../constructs/security/policy-document";
import { account } from "../configuration/account";
import type { ServiceName } from "./images";
import { emailPrefix, type Names } from "./names";

/** Who may use the environment's key: exactly those services of AWS that need it. */
export function keyUsers(region: string, names: Names): PolicyStatement[] {
  return [
    ...autoScalingUsesKey({ account: account.id }),
    ...publishersUseKey(alertPublishers(region, names)),
    logsUseKey(region, account.id, [
      `${names.logGroupPrefix}/*`,
      names.webAclLogGroup,
      insightsLogGroup(names.base),
    ]),
  ];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
export function alertPublishers(region: string, { base }: Names): readonly Publisher[] {
  const alarms = `arn:aws:cloudwatch:${region}:${account.id}:alarm:${base}-*`;
  return [
    {
      sid: "AlarmsPublish",
      service: "cloudwatch.amazonaws.com",
      condition: { ArnLike: { "aws:SourceArn": alarms } },
    },
  ];
}

/** What a service's code may do: with the one queue, and with one parameter or below one prefix. */
export function taskPolicies(
  service: ServiceName,
  region: string,
  { bucket, tokenParameter }: Names,
  queueArn: string,
): Record<string, readonly PolicyStatement[]> {
  // Both ask how long a message is hidden: the producer, to see that the queue is there.
  const queue = (sid: string, ...actions: string[]) => [
    allow(sid, { Action: ["sqs:GetQueueAttributes", ...actions], Resource: queueArn }),
  ];
  if (service === "producer")
    return {
      queue: queue("SendMessages", "sqs:SendMessage"),
      // SSM decrypts it for whoever may read it: the key is the account's own for parameters.
      token: [
        allow("ReadToken", {
          Action: ["ssm:GetParameter"],
          Resource: `arn:aws:ssm:${region}:${account.id}:parameter${tokenParameter}`,
        }),
      ],
    };
  return {
    queue: queue(
      "ReceiveMessages",
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:ReceiveMessage",
    ),
    emails: [
      allow("PutEmails", {
        Action: ["s3:PutObject"],
        Resource: `arn:aws:s3:::${bucket}/${emailPrefix}*`,
      }),
    ],
  };
}

/** What instances may do: be the cluster's, be reached, and log sessions. */
export function instancePolicies(
  region: string,
  { base, sessionLogGroup }: Names,
): Record<string, readonly PolicyStatement[]> {
  const place = { region, account: account.id };
  const logGroup = `arn:aws:logs:${region}:${account.id}:log-group:`;
  return {
    "ecs-agent": ecsAgentStatements({ ...place, clusterName: base }),
    "ssm-agent": ssmAgentStatements(place),
    observability: [
      allow("WriteSessionLogs", {
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: `${logGroup}${sessionLogGroup}:*`,
      }),
      // A list can be limited to no group; Session Manager asks for it before it logs.
      allow("FindLogGroups", { Action: ["logs:DescribeLogGroups"], Resource: `${logGroup}*` }),
    ],
  };
}
