import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { type Call, CallFailure } from "./call";
import type { Clients } from "./clients";

/** An SSM parameter that holds no secret. */
export interface ParameterValue {
  readonly value: string;
  /** When somebody last wrote it, in milliseconds since 1970; undefined where AWS doesn't say. */
  readonly changedAt: number | undefined;
}

/**
 * An SSM parameter that holds no secret; undefined where there is none.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 *
 * @throws CallFailure
 */
export async function readParameter(
  aws: Clients,
  name: string,
  call: Call,
): Promise<ParameterValue | undefined> {
  try {
    return await aws.ask("GetParameter", SSMClient, call, async (ssm, options) => {
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }), options);
      if (Parameter?.Value === undefined)
        throw new CallFailure("unavailable", "GetParameter was answered without a value");
      return { value: Parameter.Value, changedAt: Parameter.LastModifiedDate?.getTime() };
    });
  } catch (error) {
    if (error instanceof CallFailure && error.kind === "not found") return undefined;
    throw error;
  }
}
