import { type Case, region } from "./case";

const address = "aws_cloudwatch_log_group.own";
const arn = "arn:aws:logs:eu-west-1:111122223333:log-group:/own";
const resources = { [address]: { name: "/own", arn } };
const ofGroup = `--region ${region} --log-group-name /own`;

function pageOf(list: string): Case["page"] {
  return (things, next) => ({
    body: { [list]: things.map((each) => JSON.parse(each)), nextToken: next ?? null },
  });
}

const policy = (policyName: string, Resource: string) => {
  const Principal = { Service: "es.amazonaws.com" };
  const Statement = [{ Effect: "Allow", Principal, Action: "logs:PutLogEvents", Resource }];
  return JSON.stringify({ policyName, policyDocument: JSON.stringify({ Statement }) });
};

export const logsCases: readonly Case[] = [
  {
    title: "a log group's subscription",
    resources: {
      ...resources,
      "aws_cloudwatch_log_subscription_filter.ours": { log_group_name: "/own", name: "ours" },
    },
    action: "logs:DescribeSubscriptionFilters",
    page: pageOf("subscriptionFilters"),
    left: { "of the code": '{"filterName":"ours"}' },
    added: '{"filterName":"theirs","destinationArn":"arn:aws:kinesis:theirs"}',
    later: '{"filterName":"theirs","destinationArn":"arn:aws:kinesis:others"}',
    addition: {
      address,
      path: "subscription_filter[name=theirs]",
      what: "A subscription, which sends the log's entries to arn:aws:kinesis:theirs",
      remedy: `aws logs delete-subscription-filter ${ofGroup} --filter-name theirs`,
    },
    paged: true,
  },
  {
    title: "a log group's metric filter",
    resources: {
      ...resources,
      "aws_cloudwatch_log_metric_filter.ours": { log_group_name: "/own", name: "ours" },
    },
    action: "logs:DescribeMetricFilters",
    page: pageOf("metricFilters"),
    left: {
      "of the code": '{"filterName":"ours","logGroupName":"/own"}',
      "of another's log group": '{"filterName":"theirs","logGroupName":"/other"}',
    },
    added:
      '{"filterName":"theirs","logGroupName":"/own","metricTransformations":[{"metricName":"m","metricNamespace":"n"}]}',
    later: '{"filterName":"theirs","logGroupName":"/own","filterPattern":"x"}',
    addition: {
      address,
      path: "metric_filter[name=theirs]",
      what: "A metric filter, which counts entries as n/m",
      remedy: `aws logs delete-metric-filter ${ofGroup} --filter-name theirs`,
    },
    paged: true,
  },
  {
    title: "a log group's resource policy",
    resources,
    action: "logs:DescribeResourcePolicies",
    asks: '"policyScope":"RESOURCE"',
    page: pageOf("resourcePolicies"),
    left: {},
    added: JSON.stringify({
      policyName: "theirs",
      policyDocument:
        '{"Statement":{"Effect":"Allow","Principal":"*","Action":["logs:PutLogEvents"],"Condition":{}}}',
      revisionId: "4",
    }),
    later: '{"policyName":"theirs","policyDocument":"{}"}',
    addition: {
      address,
      path: "resource_policy[name=theirs]",
      what: "A resource policy: * may logs:PutLogEvents, under conditions",
      remedy: `aws logs delete-resource-policy --region ${region} --resource-arn ${arn} --expected-revision-id 4`,
    },
    paged: true,
  },
  {
    title: "a policy of the account that names a log group",
    resources: {
      ...resources,
      "aws_cloudwatch_log_group.masked": { name: "/masked", arn: `${arn}-masked` },
      "aws_cloudwatch_log_resource_policy.ours": { policy_name: "ours" },
    },
    action: "logs:DescribeResourcePolicies",
    asks: '"policyScope":"ACCOUNT"',
    page: pageOf("resourcePolicies"),
    left: {
      "of the code": policy("ours", "*"),
      "of another's log groups": policy("others", `${arn.replace("/own", "/others")}*`),
      "of one with a longer name": policy("longer", `${arn}-longer:*`),
    },
    added: policy("theirs", `${arn.slice(0, -1)}?:*`),
    later: policy("theirs", "*"),
    addition: {
      address,
      path: "account_policy[name=theirs]",
      what: "A policy of the account that names our log groups: es.amazonaws.com may logs:PutLogEvents",
      remedy: `aws logs delete-resource-policy --region ${region} --policy-name theirs`,
    },
    paged: true,
  },
  {
    title: "a log group's data protection",
    resources: {
      ...resources,
      "aws_cloudwatch_log_group.masked": { name: "/masked", arn: `${arn}-masked` },
      "aws_cloudwatch_log_data_protection_policy.ours": { log_group_name: "/masked" },
    },
    action: "logs:DescribeLogGroups",
    page: pageOf("logGroups"),
    left: {
      "of the code": '{"logGroupName":"/masked","dataProtectionStatus":"ACTIVATED"}',
      "of another's log group": '{"logGroupName":"/other","dataProtectionStatus":"ACTIVATED"}',
      "a log group without": '{"logGroupName":"/own","dataProtectionStatus":"DELETED"}',
    },
    added: '{"logGroupName":"/own","dataProtectionStatus":"ACTIVATED"}',
    addition: {
      address,
      path: "data_protection_policy",
      what: "A policy of data protection, which hides part of what is written",
      remedy: `aws logs delete-data-protection-policy --region ${region} --log-group-identifier /own`,
    },
    paged: true,
  },
];
