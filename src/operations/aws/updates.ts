import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { line } from "../report/visible";
import { type Call, CallFailure } from "./call";
import type { Clients } from "./clients";

/** What the parameter says while instances may fetch and run the updater. */
export const enabled = "enabled";

const held = /^held: ./s;

/**
 * What keeps an environment's instances from fetching and running the updater, as a clause for people; null where
 * nothing does. The scripts of the instances read the parameter in the same way: only one word enables updates.
 *
 * @param value undefined where there is no such parameter
 */
export function holdOf(parameterName: string, value: string | undefined): string | null {
  if (value === undefined)
    return `the parameter ${parameterName} is missing or can't be read, which counts as held`;
  // Bash, too, reads it without the newlines at its end.
  const said = value.replace(/\n+$/, "");
  if (said === enabled) return null;
  return held.test(said)
    ? `updates are ${line(said)}`
    : `the parameter ${parameterName} doesn't say ${enabled}, which counts as held`;
}

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
