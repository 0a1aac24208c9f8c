import { paginateDescribeParameters, SSMClient } from "@aws-sdk/client-ssm";
import { type Checker, each, failed, ok } from "../check";

/**
 * Whether a parameter that an operator makes is there, and encrypted. Its value nothing here may ask for.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html
 */
export const secureParameter: Checker<"secure-parameter"> = {
  scope: "environment",
  run: each(async ({ parameterName: name, neededBecause }, { aws, region }) => {
    const found = await aws.ask("ssm:DescribeParameters", SSMClient, async (ssm, options) => {
      const filter = { Key: "Name", Option: "Equals", Values: [name] };
      const input = { ParameterFilters: [filter] };
      // A page may be empty, and another follow.
      for await (const page of paginateDescribeParameters({ client: ssm }, input, options))
        for (const parameter of page.Parameters ?? []) return parameter;
      return undefined;
    });
    const put = `read -rs VALUE && aws ssm put-parameter --region ${region} --name ${name} --type SecureString --value "$VALUE"`;
    if (found === undefined)
      return failed(`${name} is missing, and ${neededBecause}`, `make it: ${put}`);
    return found.Type === "SecureString"
      ? ok(`${name} is there, as a SecureString`)
      : failed(
          `${name} is a ${found.Type}: whoever lists parameters can read it`,
          `make it anew, with another value: aws ssm delete-parameter --region ${region} --name ${name} && ${put}`,
        );
  }),
};
