import type { Addition } from "../addition";
import { type CloudObjects, regionOf, text } from "./cloud-objects";

/**
 * Functions that run other code than the plan's: Terraform compares the hash that it last wrote with the code's, and
 * never with what runs. A plan that brings new code replaces it anyway.
 *
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_function#source_code_hash-1
 */
export function replacedCode(objects: CloudObjects): Addition[] {
  return objects.staying("aws_lambda_function").flatMap(({ address, found, planned }) => {
    const [ours, running] = [text(found, "source_code_hash"), text(found, "code_sha256")];
    const isReplaced = planned.source_code_hash !== found.source_code_hash;
    if (ours === "" || running === "" || ours === running || isReplaced) return [];
    const file = `cdktf.out/stacks/$E/${text(planned, "filename")}`;
    const name = text(found, "function_name");
    return {
      address,
      path: "code_sha256",
      what: `The function runs code that isn't ours: its SHA-256 is ${running}, and ours ${ours}`,
      remedy: `npm run synth && aws lambda update-function-code --region ${regionOf(found)} --function-name ${name} --zip-file fileb://${file}`,
    };
  });
}
