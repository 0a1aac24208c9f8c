import type { Addition } from "../addition";
import { awsCommand } from "../aws-command";
import { type CloudObjects, regionOf, text } from "./cloud-objects";

/**
 * Functions that run other code than the plan's: Terraform compares the hash that it last wrote with the code's, and
 * never with what runs. A plan that brings new code replaces it anyway.
 *
 * @param environment names the stack, whose folder holds the code; null where nobody knows
 *
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_function#source_code_hash-1
 */
export function replacedCode(objects: CloudObjects, environment: string | null): Addition[] {
  return objects.staying("aws_lambda_function").flatMap(({ address, found, planned }) => {
    const [ours, running] = [text(found, "source_code_hash"), text(found, "code_sha256")];
    const isReplaced = planned.source_code_hash !== found.source_code_hash;
    if (ours === "" || running === "" || ours === running || isReplaced) return [];
    const folder = `cdktf.out/stacks/${environment ?? "ENVIRONMENT"}`;
    const update = awsCommand(regionOf(found), "lambda update-function-code", {
      "function-name": text(found, "function_name"),
      "zip-file": `fileb://${folder}/${text(planned, "filename")}`,
    });
    return {
      address,
      path: "code_sha256",
      content: running,
      what: `The function runs code that isn't ours: its SHA-256 is ${running}, and ours ${ours}`,
      remedy: `npm run synth && ${update}`,
    };
  });
}
