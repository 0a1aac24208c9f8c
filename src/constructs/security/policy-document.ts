/** A statement of an IAM policy; actions, resources and conditions as IAM spells them. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, string>>;
  readonly Action: readonly string[];
  /** A policy of ECR's has none. */
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

type Rest = Omit<PolicyStatement, "Sid" | "Effect">;

export function allow(sid: string, rest: Rest): PolicyStatement {
  return { Sid: sid, Effect: "Allow", ...rest };
}

export function deny(sid: string, rest: Rest): PolicyStatement {
  return { Sid: sid, Effect: "Deny", ...rest };
}

/**
 * A policy as JSON, built here and not by a data source: a data source that depends on a resource is
 * read during apply, so that everything which uses the policy shows as changed in each plan.
 *
 * Values may hold references to attributes whose value has no double quote and no backslash (ARNs,
 * ids), because Terraform puts the value into the finished JSON text.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/**
 * Trust policy of a role that one AWS service assumes, such as `ec2.amazonaws.com`; with a condition,
 * such as for one resource only.
 */
export function trustPolicy(service: string, condition?: PolicyStatement["Condition"]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        Condition: condition,
      },
    ],
  });
}
