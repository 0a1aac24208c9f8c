import {
  GetPolicyCommand,
  LambdaClient,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
} from "@aws-sdk/client-lambda";
import { CallFailure } from "../../../aws/call";
import { awsCommand } from "../aws-command";
import type { Ask } from "./ask";
import { type Statement, statementsIn, statementText } from "./policy";
import type { Question } from "./question";
import { type Resource, type Resources, text } from "./resources";

/** What has no version and no alias of its own. */
export const unpublished = "$LATEST";

/**
 * Who may call a function. It has a policy of its own, and so has each of its versions and aliases.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 */
export function permissions(own: Resource, resources: Resources): Question {
  const name = text(own, "function_name");
  const known = new Set(
    resources
      .of("aws_lambda_permission")
      .filter(({ values }) => isOfFunction(values.function_name, own))
      .map(({ values }) => keyOf(values.qualifier || unpublished, values.statement_id)),
  );
  return {
    address: own.address,
    find: async (ask) => {
      const qualifiers = [unpublished, ...(await qualifiersOf(name, ask))];
      const found = [];
      for (const qualifier of qualifiers)
        for (const statement of await policyOf(name, qualifier, ask))
          if (!known.has(keyOf(qualifier, statement.Sid))) found.push({ qualifier, statement });
      return found.map(({ qualifier, statement }) => {
        const isPublished = qualifier !== unpublished;
        return {
          path: `permission[${isPublished ? `qualifier=${qualifier}, ` : ""}sid=${statement.Sid}]`,
          content: statement,
          what: `A permission${isPublished ? ` of ${qualifier}` : ""}: ${statementText(statement)}`,
          remedy: awsCommand(ask.region, "lambda remove-permission", {
            "function-name": name,
            "statement-id": `${statement.Sid}`,
            ...(isPublished && { qualifier }),
          }),
        };
      });
    },
  };
}

/** Whether what the code names is this function: by its name, or by its ARN with or without a qualifier. */
export function isOfFunction(named: unknown, { values }: Resource): boolean {
  if (typeof named !== "string") return false;
  return named === values.function_name || named.split(":").slice(0, 7).join(":") === values.arn;
}

function keyOf(...parts: unknown[]): string {
  return JSON.stringify(parts);
}

async function qualifiersOf(FunctionName: string, ask: Ask): Promise<readonly string[]> {
  const versions = await ask.all(
    "lambda:ListVersionsByFunction",
    LambdaClient,
    async (client, Marker, options) => {
      const command = new ListVersionsByFunctionCommand({ FunctionName, Marker });
      const answer = await client.send(command, options);
      return [answer.Versions, answer.NextMarker];
    },
  );
  const aliases = await aliasesOf(FunctionName, ask);
  return [
    ...versions.flatMap(({ Version }) => Version ?? []),
    ...aliases.flatMap(({ Name }) => Name ?? []),
  ].filter((qualifier) => qualifier !== unpublished);
}

export function aliasesOf(FunctionName: string, ask: Ask) {
  return ask.all("lambda:ListAliases", LambdaClient, async (client, Marker, options) => {
    const answer = await client.send(new ListAliasesCommand({ FunctionName, Marker }), options);
    return [answer.Aliases, answer.NextMarker];
  });
}

async function policyOf(
  FunctionName: string,
  qualifier: string,
  ask: Ask,
): Promise<readonly Statement[]> {
  const input = { FunctionName, ...(qualifier !== unpublished && { Qualifier: qualifier }) };
  try {
    const { Policy } = await ask.one("lambda:GetPolicy", LambdaClient, (client, options) =>
      client.send(new GetPolicyCommand(input), options),
    );
    return statementsIn(Policy);
  } catch (error) {
    // What has no permission has no policy.
    if (error instanceof CallFailure && error.kind === "not found") return [];
    throw error;
  }
}
