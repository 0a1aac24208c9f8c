import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  DescribeResourcePoliciesCommand,
  DescribeSubscriptionFiltersCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { awsCommand } from "../aws-command";
import { names, statementsIn, statementText } from "./policy";
import type { Question, Reader } from "./question";
import { type Resource, type Resources, text } from "./resources";

/**
 * What belongs to log groups: where their entries go, who has access beside IAM, and what is masked. What is declared
 * for the whole account, such as an account's subscription, is no log group's.
 */
export const read: Reader = (resources) => {
  const groups = resources.of("aws_cloudwatch_log_group");
  return [
    ...groups.flatMap((group) => [subscriptions(group, resources), policies(group)]),
    ...metrics(groups, resources),
    ...policiesOfAccount(groups, resources),
    ...masks(groups, resources),
  ];
};

function subscriptions(group: Resource, resources: Resources): Question {
  const logGroupName = text(group, "name");
  const known = resources.known("aws_cloudwatch_log_subscription_filter", "name", {
    log_group_name: logGroupName,
  });
  return {
    address: group.address,
    find: async (ask) => {
      const found = await ask.all(
        "logs:DescribeSubscriptionFilters",
        CloudWatchLogsClient,
        async (client, nextToken, options) => {
          const command = new DescribeSubscriptionFiltersCommand({ logGroupName, nextToken });
          const answer = await client.send(command, options);
          return [answer.subscriptionFilters, answer.nextToken];
        },
      );
      return found
        .filter(({ filterName }) => !known.has(filterName))
        .map(({ filterName = "", ...filter }) => ({
          path: `subscription_filter[name=${filterName}]`,
          content: filter,
          what: `A subscription, which sends the log's entries to ${filter.destinationArn}`,
          remedy: awsCommand(ask.region, "logs delete-subscription-filter", {
            "log-group-name": logGroupName,
            "filter-name": filterName,
          }),
        }));
    },
  };
}

/** One call lists those of all log groups; of each, it would soon be throttled. */
function metrics(groups: readonly Resource[], resources: Resources): Question[] {
  const [first] = groups;
  if (first === undefined) return [];
  const addresses = addressesOf(groups);
  const known = new Set(
    resources
      .of("aws_cloudwatch_log_metric_filter")
      .map(({ values }) => JSON.stringify([values.log_group_name, values.name])),
  );
  const find: Question["find"] = async (ask) => {
    const found = await ask.all(
      "logs:DescribeMetricFilters",
      CloudWatchLogsClient,
      async (client, nextToken, options) => {
        const answer = await client.send(new DescribeMetricFiltersCommand({ nextToken }), options);
        return [answer.metricFilters, answer.nextToken];
      },
    );
    return found.flatMap(
      ({ logGroupName = "", filterName = "", filterPattern, metricTransformations }) => {
        const address = addresses.get(logGroupName);
        if (address === undefined || known.has(JSON.stringify([logGroupName, filterName])))
          return [];
        const [metric] = metricTransformations ?? [];
        return {
          address,
          path: `metric_filter[name=${filterName}]`,
          content: [filterPattern, metricTransformations],
          what: `A metric filter, which counts entries as ${metric?.metricNamespace}/${metric?.metricName}`,
          remedy: awsCommand(ask.region, "logs delete-metric-filter", {
            "log-group-name": logGroupName,
            "filter-name": filterName,
          }),
        };
      },
    );
  };
  return [{ address: first.address, find }];
}

function addressesOf(groups: readonly Resource[]): ReadonlyMap<string, string> {
  return new Map(groups.map((group) => [text(group, "name"), group.address]));
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html */
function policies(group: Resource): Question {
  const resourceArn = arnOf(group);
  return {
    address: group.address,
    find: async (ask) => {
      const found = await ask.all(
        "logs:DescribeResourcePolicies",
        CloudWatchLogsClient,
        async (client, nextToken, options) => {
          const input = { resourceArn, policyScope: "RESOURCE", nextToken } as const;
          const command = new DescribeResourcePoliciesCommand(input);
          const answer = await client.send(command, options);
          return [answer.resourcePolicies, answer.nextToken];
        },
      );
      return found.map(({ policyName = "", policyDocument, revisionId }) => ({
        path: `resource_policy[name=${policyName}]`,
        content: policyDocument,
        what: `A resource policy: ${statementsIn(policyDocument).map(statementText).join("; ")}`,
        remedy: awsCommand(ask.region, "logs delete-resource-policy", {
          "resource-arn": resourceArn,
          ...(revisionId !== undefined && { "expected-revision-id": revisionId }),
        }),
      }));
    },
  };
}

/**
 * A policy of the whole account lets services write into the log groups that it names, or keeps them from it.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
function policiesOfAccount(groups: readonly Resource[], resources: Resources): Question[] {
  const [first] = groups;
  if (first === undefined) return [];
  const arns = groups.map((group) => [group.address, arnOf(group)] as const);
  const known = resources.known("aws_cloudwatch_log_resource_policy", "policy_name");
  const find: Question["find"] = async (ask) => {
    const found = await ask.all(
      "logs:DescribeResourcePolicies",
      CloudWatchLogsClient,
      async (client, nextToken, options) => {
        const answer = await client.send(
          new DescribeResourcePoliciesCommand({ policyScope: "ACCOUNT", nextToken }),
          options,
        );
        return [answer.resourcePolicies, answer.nextToken];
      },
    );
    return found
      .filter(({ policyName }) => !known.has(policyName))
      .flatMap(({ policyName = "", policyDocument }) => {
        const statements = statementsIn(policyDocument);
        // It belongs to no one of them, so it is told once.
        const [address] = arns.find(([, arn]) => statements.some((each) => names(each, arn))) ?? [];
        if (address === undefined) return [];
        return {
          address,
          path: `account_policy[name=${policyName}]`,
          content: policyDocument,
          what: `A policy of the account that names our log groups: ${statements.map(statementText).join("; ")}`,
          remedy: awsCommand(ask.region, "logs delete-resource-policy", {
            "policy-name": policyName,
          }),
        };
      });
  };
  return [{ address: first.address, find }];
}

/** The ARN without what some of AWS's answers put behind it. */
function arnOf(group: Resource): string {
  return text(group, "arn").replace(/:\*$/, "");
}

/** The most log groups that one call names. */
const mostNamed = 50;

/** A policy of data protection hides what is written. */
function masks(groups: readonly Resource[], resources: Resources): Question[] {
  const known = resources.known("aws_cloudwatch_log_data_protection_policy", "log_group_name");
  const unmasked = groups.filter((group) => !known.has(text(group, "name")));
  const parts = Array.from({ length: Math.ceil(unmasked.length / mostNamed) }, (_, index) =>
    unmasked.slice(index * mostNamed, (index + 1) * mostNamed),
  );
  return parts.map((part) => ({
    address: part[0]?.address ?? "",
    find: async (ask) => {
      const addresses = addressesOf(part);
      const found = await ask.all(
        "logs:DescribeLogGroups",
        CloudWatchLogsClient,
        async (client, nextToken, options) => {
          const input = { logGroupIdentifiers: [...addresses.keys()], nextToken };
          const answer = await client.send(new DescribeLogGroupsCommand(input), options);
          return [answer.logGroups, answer.nextToken];
        },
      );
      return found.flatMap(({ logGroupName = "", dataProtectionStatus }) => {
        const address = addresses.get(logGroupName);
        if (address === undefined || dataProtectionStatus !== "ACTIVATED") return [];
        return {
          address,
          path: "data_protection_policy",
          content: null,
          what: "A policy of data protection, which hides part of what is written",
          remedy: awsCommand(ask.region, "logs delete-data-protection-policy", {
            "log-group-identifier": logGroupName,
          }),
        };
      });
    },
  }));
}
