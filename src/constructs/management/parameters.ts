import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import { acceptFindings } from "../accepted-findings";

export interface ParametersProps {
  /** By the ids of their constructs. */
  readonly parameters: Readonly<
    Record<string, { readonly name: string; readonly description: string; readonly value: string }>
  >;
}

/**
 * SSM parameters, none of which is secret.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
 */
export class Parameters extends Construct {
  /** An instance that boots before these are there finds nothing: the group depends on them. */
  public readonly all: readonly SsmParameter[];

  constructor(scope: Construct, id: string, { parameters }: ParametersProps) {
    super(scope, id);

    this.all = Object.entries(parameters).map(([id, { name, description, value }]) => {
      const parameter = new SsmParameter(this, id, {
        name,
        description,
        type: "String",
        insecureValue: value,
      });
      acceptFindings(parameter, {
        CKV2_AWS_34: "no secret is in it, and so a plan and a drift report show its value",
      });
      return parameter;
    });
  }
}
