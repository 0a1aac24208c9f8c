import {
  GetPolicyCommand,
  LambdaClient,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionUrlConfigsCommand,
  ListProvisionedConcurrencyConfigsCommand,
} from "@aws-sdk/client-lambda";
import { CallFailure } from "../../../aws/call";
import { awsCommand } from "./aws-command";
import { statementsIn, statementText } from "./policy";
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

function permissions(own: Resource, resources: Resources): Question {
  const name = text(own, "function_name");
  const known = resources.known("aws_lambda_permission", "statement_id");
  return {
    address: own.address,
    find: async (ask) => {
      const policy = await ask
        .one("lambda:GetPolicy", LambdaClient, (client, options) =>
          client.send(new GetPolicyCommand({ FunctionName: name }), options),
        )
        .catch((error: unknown) => {
          // A function without any permission has no policy.
          if (error instanceof CallFailure && error.kind === "not found") return undefined;
          throw error;
        });
      return statementsIn(policy?.Policy)
        .filter(({ Sid }) => !known.has(Sid))
        .map((statement) => ({
          path: `permission[sid=${statement.Sid}]`,
          what: `A permission: ${statementText(statement)}`,
          remedy: awsCommand(ask.region, "lambda remove-permission", {
            "function-name": name,
            "statement-id": `${statement.Sid}`,
          }),
        }));
    },
  };
}

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
        .map(({ UUID = "", EventSourceArn }) => ({
          path: `event_source_mapping[uuid=${UUID}]`,
          what: `An event source, which calls the function (${EventSourceArn ?? "its own brokers"})`,
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
        .map(({ FunctionUrl = "", FunctionArn, AuthType }) => ({
          path: `function_url[${FunctionUrl}]`,
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
      const found = await ask.all(
        "lambda:ListAliases",
        LambdaClient,
        async (client, Marker, options) => {
          const command = new ListAliasesCommand({ FunctionName: name, Marker });
          const answer = await client.send(command, options);
          return [answer.Aliases, answer.NextMarker];
        },
      );
      return found
        .filter(({ AliasArn }) => !known.has(AliasArn))
        .map(({ Name = "", FunctionVersion }) => ({
          path: `alias[name=${Name}]`,
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
    .filter(
      ({ values }) => values.function_name === name || values.function_name === own.values.arn,
    )
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
        .map(({ FunctionArn, DestinationConfig: { OnSuccess, OnFailure } = {} }) => {
          const to = [OnSuccess, OnFailure].flatMap((each) => each?.Destination ?? []);
          const qualifier = qualifierIn(FunctionArn);
          return {
            path: `event_invoke_config[qualifier=${qualifier}]`,
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
  const known = resources.known("aws_lambda_provisioned_concurrency_config", "qualifier", {
    function_name: name,
  });
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
        .filter(({ FunctionArn }) => !known.has(qualifierIn(FunctionArn)))
        .map(({ FunctionArn, RequestedProvisionedConcurrentExecutions: number }) => ({
          path: `provisioned_concurrency[qualifier=${qualifierIn(FunctionArn)}]`,
          what: `${number} environments that are kept ready, and paid for`,
          remedy: awsCommand(ask.region, "lambda delete-provisioned-concurrency-config", {
            "function-name": name,
            ...qualifierOf(FunctionArn),
          }),
        }));
    },
  };
}

/** What has no version and no alias of its own. */
const unpublished = "$LATEST";

/** An ARN is `arn:aws:lambda:REGION:ACCOUNT:function:NAME`, with the qualifier behind it where there is one. */
function qualifierIn(arn = ""): string {
  return arn.split(":")[7] ?? unpublished;
}

function qualifierOf(arn: string | undefined): { readonly qualifier?: string } {
  const qualifier = qualifierIn(arn);
  return qualifier === unpublished ? {} : { qualifier };
}
