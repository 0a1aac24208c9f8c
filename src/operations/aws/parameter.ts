import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { type Call, CallFailure } from "./call";
import type { Clients } from "./clients";

/**
 * The value of an SSM parameter that holds no secret; undefined where there is none.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 *
 * @throws CallFailure
 */
export async function readParameter(
  aws: Clients,
  name: string,
  call: Call,
): Promise<string | undefined> {
  try {
    return await aws.ask("GetParameter", SSMClient, call, async (ssm, options) => {
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }), options);
      if (Parameter?.Value === undefined)
        throw new CallFailure("unavailable", "GetParameter was answered without a value");
      return Parameter.Value;
    });
  } catch (error) {
    if (error instanceof CallFailure && error.kind === "not found") return undefined;
    throw error;
  }
}
