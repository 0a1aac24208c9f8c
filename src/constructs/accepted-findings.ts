import type { TerraformResource } from "cdktf";

/** Why, by the id of a check of checkov, such as `CKV_AWS_272`. */
export type AcceptedFindings = Readonly<Record<`CKV${string}`, string>>;

/**
 * Findings of checkov that a resource accepts, each with its reason. They stand in the synthesized stack as a comment
 * of the resource. A test prints them, and fails for one that checkov doesn't find any more.
 *
 * https://www.checkov.io/5.Policy%20Index/terraform.html
 * https://developer.hashicorp.com/terraform/language/syntax/json#comment-properties
 */
export function acceptFindings(resource: TerraformResource, findings: AcceptedFindings): void {
  resource.addOverride("//.acceptedFindings", findings);
}
