import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import { acceptFindings } from "../accepted-findings";

export interface OperatorsParameterProps {
  readonly name: string;
  readonly description: string;
  /** What it says when it is made. */
  readonly firstValue: string;
}

/**
 * An SSM parameter that is made once and whose value is the operators' from then on: an apply leaves it alone, and so
 * does a plan. It holds no secret.
 *
 * https://developer.hashicorp.com/terraform/language/meta-arguments#ignore_changes
 */
export class OperatorsParameter extends Construct {
  /** An instance that boots before it is there takes it for missing: the group depends on it. */
  public readonly parameter: SsmParameter;

  constructor(scope: Construct, id: string, props: OperatorsParameterProps) {
    super(scope, id);

    this.parameter = new SsmParameter(this, "this", {
      name: props.name,
      description: props.description,
      type: "String",
      insecureValue: props.firstValue,
      lifecycle: { ignoreChanges: ["insecure_value", "value"] },
    });
    acceptFindings(this.parameter, {
      CKV2_AWS_34: "no secret is in it, and so a drift report shows what operators wrote",
    });
  }
}
