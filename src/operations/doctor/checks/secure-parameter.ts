import { DescribeParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { type Checker, each, failed, ok } from "../check";

/**
 * Whether a parameter that an operator makes is there, and encrypted. Its value nothing here may ask for.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html
 */
export const secureParameter: Checker<"secure-parameter"> = {
  scope: "environment",
  run: each(async ({ parameterName: name, neededBecause }, { aws, region }) => {
    const { Parameters = [] } = await aws.ask(
      "ssm:DescribeParameters",
      SSMClient,
      (ssm, options) => {
        const filter = { Key: "Name", Option: "Equals", Values: [name] };
        return ssm.send(new DescribeParametersCommand({ ParameterFilters: [filter] }), options);
      },
    );
    const [found] = Parameters;
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
