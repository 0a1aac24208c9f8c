import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { type Aws, Unanswered } from "../aws";
import { type Checker, failed, ok, unchecked, warning } from "../check";

/** Lambda refuses a reservation that would leave less; the least that it was seen to ask for. */
const fewestUnreserved = 10;
/** What the documentation asks for. An account's own minimum may be lower, and no call tells it. */
const documentedUnreserved = 100;

/**
 * Whether the region has room for the executions that its functions reserve, one each.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
export const lambdaConcurrency: Checker<"lambda-concurrency"> = {
  scope: "region",
  run: async (functions, { aws, region }) => {
    const { AccountLimit } = await aws.ask(
      "lambda:GetAccountSettings",
      LambdaClient,
      (lambda, options) => lambda.send(new GetAccountSettingsCommand({}), options),
    );
    const unreserved = AccountLimit?.UnreservedConcurrentExecutions;
    if (unreserved === undefined)
      return unchecked("Lambda doesn't say how many executions are unreserved", "run it again");
    const reserved = await Promise.all(
      functions.map(({ functionName }) => reservationOf(aws, functionName)),
    );
    const toReserve = reserved.filter((count) => count === 0).length;
    if (toReserve === 0)
      return ok(`the functions have theirs, and ${unreserved} executions are unreserved`);
    const left = unreserved - toReserve;
    const message = `${unreserved} executions are unreserved in ${region}, and ${left} once ${toReserve} functions have reserved one each`;
    const remedy = `AWS console in ${region}: Service Quotas → AWS services → AWS Lambda → Concurrent executions → Request increase`;
    if (left < fewestUnreserved)
      return failed(`${message}: Lambda insists on ${fewestUnreserved} at the least`, remedy);
    if (left < documentedUnreserved)
      return warning(
        `${message}: Lambda may insist on ${documentedUnreserved}, as it documents`,
        remedy,
      );
    return ok(message);
  },
};

/** 0 for a function that isn't there yet. */
async function reservationOf(aws: Aws, name: string): Promise<number> {
  try {
    const { ReservedConcurrentExecutions = 0 } = await aws.ask(
      "lambda:GetFunctionConcurrency",
      LambdaClient,
      (lambda, options) =>
        lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: name }), options),
    );
    return ReservedConcurrentExecutions;
  } catch (error) {
    if (error instanceof Unanswered && error.kind === "not found") return 0;
    throw error;
  }
}
