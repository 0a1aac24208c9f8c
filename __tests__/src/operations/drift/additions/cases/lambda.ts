import type { Scripted } from "../../../../../support/scripted-aws";
import { type Case, region } from "./case";

const address = "aws_lambda_function.own";
const arn = "arn:aws:lambda:eu-west-1:111122223333:function:own";
const resources = { [address]: { function_name: "own", arn } };
const ofFunction = `--region ${region} --function-name own`;
const noPolicy: Scripted = {
  status: 404,
  body: {
    __type: "ResourceNotFoundException",
    message: "The resource you requested does not exist.",
  },
};
const others = { GetPolicy: noPolicy };

function pageOf(list: string): Case["page"] {
  return (things, next) => ({
    body: { [list]: things.map((each) => JSON.parse(each)), NextMarker: next ?? null },
  });
}

const policyPage: Case["page"] = (things) =>
  things.length === 0
    ? noPolicy
    : { body: { Policy: `{"Version":"2012-10-17","Statement":[${things.join(",")}]}` } };

const versionPermission = '{"Sid":"s","Principal":"444455556666","Action":"lambda:InvokeFunction"}';

export const lambdaCases: readonly Case[] = [
  {
    title: "a function's permission",
    resources: {
      ...resources,
      "aws_lambda_permission.ours": { function_name: arn, statement_id: "ours" },
      "aws_lambda_permission.of-another": { function_name: "other", statement_id: "theirs" },
      "aws_lambda_permission.of-an-alias": {
        function_name: "own",
        qualifier: "live",
        statement_id: "theirs",
      },
    },
    action: "lambda:GetPolicy",
    page: policyPage,
    left: { "of the code": '{"Sid":"ours","Effect":"Allow","Principal":{"Service":"s"}}' },
    added:
      '{"Sid":"theirs","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"lambda:InvokeFunction","Resource":"*"}',
    later:
      '{"Sid":"theirs","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"*"}',
    addition: {
      address,
      path: "permission[sid=theirs]",
      what: "A permission: arn:aws:iam::444455556666:root may lambda:InvokeFunction",
      remedy: `aws lambda remove-permission ${ofFunction} --statement-id theirs`,
    },
    paged: false,
  },
  {
    title: "a permission of a function's alias",
    resources: {
      ...resources,
      "aws_lambda_alias.live": { arn: `${arn}:live` },
      "aws_lambda_permission.ours": {
        function_name: "own",
        qualifier: "live",
        statement_id: "ours",
      },
      "aws_lambda_permission.unpublished": { function_name: "own", statement_id: "theirs" },
    },
    action: "lambda:GetPolicy",
    asks: "Qualifier=live",
    page: policyPage,
    left: { "of the code": '{"Sid":"ours","Effect":"Allow","Principal":{"Service":"s"}}' },
    added: '{"Sid":"theirs","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction"}',
    later: '{"Sid":"theirs","Effect":"Allow","Principal":"*","Action":"lambda:*"}',
    addition: {
      address,
      path: "permission[qualifier=live, sid=theirs]",
      what: "A permission of live: * may lambda:InvokeFunction",
      remedy: `aws lambda remove-permission ${ofFunction} --statement-id theirs --qualifier live`,
    },
    others: { ListAliases: { body: { Aliases: [{ AliasArn: `${arn}:live`, Name: "live" }] } } },
    paged: false,
  },
  {
    title: "a permission of a function's version",
    resources: {
      ...resources,
      "aws_lambda_permission.ours": { function_name: "own", statement_id: "s" },
    },
    action: "lambda:ListVersionsByFunction",
    page: pageOf("Versions"),
    left: { "that isn't published": '{"Version":"$LATEST"}' },
    added: '{"Version":"3"}',
    content: versionPermission,
    addition: {
      address,
      path: "permission[qualifier=3, sid=s]",
      what: "A permission of 3: 444455556666 may lambda:InvokeFunction",
      remedy: `aws lambda remove-permission ${ofFunction} --statement-id s --qualifier 3`,
    },
    others: {
      GetPolicy: policyPage([versionPermission], undefined),
    },
    paged: true,
  },
  {
    title: "a function's event source",
    resources: { ...resources, "aws_lambda_event_source_mapping.ours": { uuid: "1" } },
    action: "lambda:ListEventSourceMappings",
    page: pageOf("EventSourceMappings"),
    left: { "of the code": '{"UUID":"1"}' },
    added: '{"UUID":"2","EventSourceArn":"arn:aws:sqs:theirs"}',
    later: '{"UUID":"2","EventSourceArn":"arn:aws:sqs:others"}',
    addition: {
      address,
      path: "event_source_mapping[uuid=2]",
      what: "An event source, which calls the function (arn:aws:sqs:theirs)",
      remedy: `aws lambda delete-event-source-mapping --region ${region} --uuid 2`,
    },
    others,
    paged: true,
  },
  {
    title: "a function's URL",
    resources: { ...resources, "aws_lambda_function_url.ours": { function_url: "https://ours" } },
    action: "lambda:ListFunctionUrlConfigs",
    page: pageOf("FunctionUrlConfigs"),
    left: { "of the code": '{"FunctionUrl":"https://ours"}' },
    added: `{"FunctionUrl":"https://theirs","FunctionArn":"${arn}","AuthType":"NONE"}`,
    later: `{"FunctionUrl":"https://theirs","FunctionArn":"${arn}","AuthType":"NONE","Cors":{"AllowOrigins":["*"]}}`,
    addition: {
      address,
      path: "function_url[https://theirs]",
      what: "A URL at which the function can be called from the internet (authorization: NONE)",
      remedy: `aws lambda delete-function-url-config ${ofFunction}`,
    },
    others,
    paged: true,
  },
  {
    title: "a function's alias",
    resources: { ...resources, "aws_lambda_alias.ours": { arn: `${arn}:ours` } },
    action: "lambda:ListAliases",
    page: pageOf("Aliases"),
    left: { "of the code": `{"AliasArn":"${arn}:ours"}` },
    added: `{"AliasArn":"${arn}:theirs","Name":"theirs","FunctionVersion":"3"}`,
    later: `{"AliasArn":"${arn}:theirs","Name":"theirs","FunctionVersion":"4"}`,
    addition: {
      address,
      path: "alias[name=theirs]",
      what: "An alias of version 3, which may have permissions of its own",
      remedy: `aws lambda delete-alias ${ofFunction} --name theirs`,
    },
    others,
    paged: true,
  },
  {
    title: "a configuration of a function's asynchronous calls",
    resources: {
      ...resources,
      "aws_lambda_function_event_invoke_config.ours": { function_name: "own", qualifier: "" },
    },
    action: "lambda:ListFunctionEventInvokeConfigs",
    page: pageOf("FunctionEventInvokeConfigs"),
    left: { "of the code": `{"FunctionArn":"${arn}:$LATEST"}` },
    added: `{"FunctionArn":"${arn}:live","DestinationConfig":{"OnSuccess":{"Destination":"arn:aws:sqs:theirs"},"OnFailure":{}}}`,
    later: `{"FunctionArn":"${arn}:live","DestinationConfig":{"OnFailure":{"Destination":"arn:aws:sqs:theirs"}}}`,
    addition: {
      address,
      path: "event_invoke_config[qualifier=live]",
      what: "A configuration of asynchronous calls (results go to arn:aws:sqs:theirs)",
      remedy: `aws lambda delete-function-event-invoke-config ${ofFunction} --qualifier live`,
    },
    others,
    paged: true,
  },
  {
    title: "a function's provisioned concurrency",
    resources: {
      ...resources,
      "aws_lambda_provisioned_concurrency_config.ours": { function_name: "own", qualifier: "ours" },
    },
    action: "lambda:ListProvisionedConcurrencyConfigs",
    page: pageOf("ProvisionedConcurrencyConfigs"),
    left: { "of the code": `{"FunctionArn":"${arn}:ours"}` },
    added: `{"FunctionArn":"${arn}:live","RequestedProvisionedConcurrentExecutions":5}`,
    later: `{"FunctionArn":"${arn}:live","RequestedProvisionedConcurrentExecutions":500}`,
    addition: {
      address,
      path: "provisioned_concurrency[qualifier=live]",
      what: "5 environments that are kept ready, and paid for",
      remedy: `aws lambda delete-provisioned-concurrency-config ${ofFunction} --qualifier live`,
    },
    others,
    paged: true,
  },
];
