import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type Call, CallFailure } from "./call";
import type { Clients } from "./clients";

/** The account and the ARN of whoever the credentials are of. */
export function callerIdentity(
  aws: Clients,
  call: Call,
): Promise<{ readonly account: string; readonly arn: string }> {
  return aws.ask("GetCallerIdentity", STSClient, call, async (sts, options) => {
    const { Account, Arn = "" } = await sts.send(new GetCallerIdentityCommand({}), options);
    if (Account === undefined)
      throw new CallFailure("unavailable", "GetCallerIdentity was answered without an account");
    return { account: Account, arn: Arn };
  });
}
