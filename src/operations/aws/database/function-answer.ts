import * as z from "zod";
import type { Cause } from "../../report/causes";
import { parsedJson } from "../../report/parsed-json";

/** The function has ended with an error of its own, which says what to mend. */
export class FunctionFailure extends Error {
  override readonly name = "FunctionFailure";

  /** @param errorType name of the handler's error */
  constructor(
    message: string,
    readonly knownCause: Cause | null,
    readonly errorType: string,
  ) {
    super(message);
  }
}

/** Nobody knows whether the function has done its work. */
export class LostAnswer extends Error {
  override readonly name = "LostAnswer";

  constructor(
    message: string,
    readonly knownCause: Cause | null = null,
  ) {
    super(message);
  }
}

/** Names of the errors that the handler throws, with their causes; any other end is one that nobody foresaw. */
const foreseen: ReadonlyMap<string, Cause | null> = new Map([
  ["DatabaseUserError", null],
  ["DatabaseConnectionError", "database-refuses"],
  ["MasterCredentialsError", null],
  ["VariablesError", "function-changed"],
] as const);

const errorSchema = z.object({ errorType: z.string().default("Error"), errorMessage: z.string() });

/**
 * What the function has returned.
 *
 * @param schema of what it returns when all is well
 * @param functionError Lambda's `FunctionError`
 * @throws FunctionFailure, LostAnswer
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function answerOf<Answer>(
  schema: z.ZodType<Answer>,
  payload: string,
  functionError: string | undefined,
): Answer {
  const answer = parsedJson(payload);
  if (functionError === undefined) {
    const { data, success } = schema.safeParse(answer);
    if (!success) throw new LostAnswer("the function answered with something that is no report");
    return data;
  }
  const { data } = errorSchema.safeParse(answer);
  if (data === undefined) throw new LostAnswer(`the function ended with ${functionError}`);
  const cause = foreseen.get(data.errorType);
  if (cause !== undefined) throw new FunctionFailure(data.errorMessage, cause, data.errorType);
  throw new LostAnswer(`the function ended with ${data.errorType}: ${data.errorMessage}`);
}
