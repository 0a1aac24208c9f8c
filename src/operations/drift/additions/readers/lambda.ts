import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionUrlConfigsCommand,
  ListProvisionedConcurrencyConfigsCommand,
} from "@aws-sdk/client-lambda";
import { awsCommand } from "../aws-command";
import { aliasesOf, isOfFunction, permissions, unpublished } from "./lambda-permissions";
import type { Question, Reader } from "./question";
import { type Resource, type Resources, text } from "./resources";

/** What belongs to functions: who may call them, what does, and what else they have beside their code. */
export const read: Reader = (resources) =>
  resources
    .of("aws_lambda_function")
    .flatMap((own) => [
      permissions(own, resources),
      eventSources(own, resources),
      urls(own, resources),
      aliases(own, resources),
      asynchronous(own, resources),
      provisioned(own, resources),
    ]);

function eventSources(own: Resource, resources: Resources): Question {
  const FunctionName = text(own, "function_name");
  const known = resources.known("aws_lambda_event_source_mapping", "uuid");
  return {
    address: own.address,
    find: async (ask) => {
      const found = await ask.all(
        "lambda:ListEventSourceMappings",
        LambdaClient,
        async (client, Marker, options) => {
          const input = { FunctionName, Marker };
          const answer = await client.send(new ListEventSourceMappingsCommand(input), options);
          return [answer.EventSourceMappings, answer.NextMarker];
        },
      );
      return found
        .filter(({ UUID }) => !known.has(UUID))
        .map(({ UUID = "", LastModified, LastProcessingResult, ...source }) => ({
          path: `event_source_mapping[uuid=${UUID}]`,
          content: source,
          what: `An event source, which calls the function (${source.EventSourceArn ?? "its own brokers"})`,
          remedy: awsCommand(ask.region, "lambda delete-event-source-mapping", { uuid: UUID }),
        }));
    },
  };
}

function urls(own: Resource, resources: Resources): Question {
  const name = text(own, "function_name");
  const known = resources.known("aws_lambda_function_url", "function_url");
  return {
    address: own.address,
    find: async (ask) => {
      const found = await ask.all(
        "lambda:ListFunctionUrlConfigs",
        LambdaClient,
        async (client, Marker, options) => {
          const command = new ListFunctionUrlConfigsCommand({ FunctionName: name, Marker });
          const answer = await client.send(command, options);
          return [answer.FunctionUrlConfigs, answer.NextMarker];
        },
      );
      return found
        .filter(({ FunctionUrl }) => !known.has(FunctionUrl))
        .map(({ FunctionUrl = "", FunctionArn, AuthType, InvokeMode, Cors }) => ({
          path: `function_url[${FunctionUrl}]`,
          content: [AuthType, InvokeMode, Cors],
          what: `A URL at which the function can be called from the internet (authorization: ${AuthType})`,
          remedy: awsCommand(ask.region, "lambda delete-function-url-config", {
            "function-name": name,
            ...qualifierOf(FunctionArn),
          }),
        }));
    },
  };
}

function aliases(own: Resource, resources: Resources): Question {
  const name = text(own, "function_name");
  const known = resources.known("aws_lambda_alias", "arn");
  return {
    address: own.address,
    find: async (ask) => {
      const found = await aliasesOf(name, ask);
      return found
        .filter(({ AliasArn }) => !known.has(AliasArn))
        .map(({ Name = "", FunctionVersion, RoutingConfig }) => ({
          path: `alias[name=${Name}]`,
          content: [FunctionVersion, RoutingConfig],
          what: `An alias of version ${FunctionVersion}, which may have permissions of its own`,
          remedy: awsCommand(ask.region, "lambda delete-alias", {
            "function-name": name,
            name: Name,
          }),
        }));
    },
  };
}

function asynchronous(own: Resource, resources: Resources): Question {
  const name = text(own, "function_name");
  const known = resources
    .of("aws_lambda_function_event_invoke_config")
    .filter(({ values }) => isOfFunction(values.function_name, own))
    .map(({ values }) => values.qualifier || unpublished);
  return {
    address: own.address,
    find: async (ask) => {
      const found = await ask.all(
        "lambda:ListFunctionEventInvokeConfigs",
        LambdaClient,
        async (client, Marker, options) => {
          const input = { FunctionName: name, Marker };
          const command = new ListFunctionEventInvokeConfigsCommand(input);
          const answer = await client.send(command, options);
          return [answer.FunctionEventInvokeConfigs, answer.NextMarker];
        },
      );
      return found
        .filter(({ FunctionArn }) => !known.includes(qualifierIn(FunctionArn)))
        .map(({ FunctionArn, LastModified: _, ...configuration }) => {
          const { OnSuccess, OnFailure } = configuration.DestinationConfig ?? {};
          const to = [OnSuccess, OnFailure].flatMap((each) => each?.Destination ?? []);
          const qualifier = qualifierIn(FunctionArn);
          return {
            path: `event_invoke_config[qualifier=${qualifier}]`,
            content: configuration,
            what: `A configuration of asynchronous calls (${to.length === 0 ? "no destination" : `results go to ${to.join(", ")}`})`,
            remedy: awsCommand(ask.region, "lambda delete-function-event-invoke-config", {
              "function-name": name,
              ...qualifierOf(FunctionArn),
            }),
          };
        });
    },
  };
}

function provisioned(own: Resource, resources: Resources): Question {
  const name = text(own, "function_name");
  const known = resources
    .of("aws_lambda_provisioned_concurrency_config")
    .filter(({ values }) => isOfFunction(values.function_name, own))
    .map(({ values }) => values.qualifier);
  return {
    address: own.address,
    find: async (ask) => {
      const found = await ask.all(
        "lambda:ListProvisionedConcurrencyConfigs",
        LambdaClient,
        async (client, Marker, options) => {
          const input = { FunctionName: name, Marker };
          const command = new ListProvisionedConcurrencyConfigsCommand(input);
          const answer = await client.send(command, options);
          return [answer.ProvisionedConcurrencyConfigs, answer.NextMarker];
        },
      );
      return found
        .filter(({ FunctionArn }) => !known.includes(qualifierIn(FunctionArn)))
        .map(({ FunctionArn, RequestedProvisionedConcurrentExecutions: number }) => ({
          path: `provisioned_concurrency[qualifier=${qualifierIn(FunctionArn)}]`,
          content: number,
          what: `${number} environments that are kept ready, and paid for`,
          remedy: awsCommand(ask.region, "lambda delete-provisioned-concurrency-config", {
            "function-name": name,
            ...qualifierOf(FunctionArn),
          }),
        }));
    },
  };
}

/** An ARN is `arn:aws:lambda:REGION:ACCOUNT:function:NAME`, with the qualifier behind it where there is one. */
function qualifierIn(arn = ""): string {
  return arn.split(":")[7] ?? unpublished;
}

function qualifierOf(arn: string | undefined): { readonly qualifier?: string } {
  const qualifier = qualifierIn(arn);
  return qualifier === unpublished ? {} : { qualifier };
}
