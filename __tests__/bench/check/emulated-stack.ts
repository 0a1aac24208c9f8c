import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

type Json = any;

/** A stack of a synthesized output, as Terraform reads it. */
export class EmulatedStack {
  readonly #json: Json;
  readonly folder: string;

  /** @param output of cdktf synth; `adaptTo` changes it */
  constructor(output: string, id: string) {
    this.folder = path.join(output, "stacks", id);
    this.#json = JSON.parse(readFileSync(this.#file, "utf8"));
  }

  /** The version of the AWS provider that the stack wants. */
  get provider(): string {
    return this.#json.terraform.required_providers.aws.version;
  }

  /** The only account in which the stack may be applied. */
  get account(): string {
    return this.#json.provider.aws[0].allowed_account_ids[0];
  }

  /** Names of the buckets that have to be there before the first plan, as `bootstrap` makes them. */
  get buckets(): readonly string[] {
    const imports: readonly { to: string; id: string }[] = this.#json.import;
    return imports.filter(({ to }) => to.startsWith("aws_s3_bucket.")).map(({ id }) => id);
  }

  /** Changes the stack's file, so that it can be planned against an emulator and with another provider's version. */
  adaptTo(version: string): void {
    const { terraform, provider, resource } = this.#json;
    // A bucket's name before 127.0.0.1 is no host.
    terraform.backend.s3.use_path_style = true;
    for (const each of provider.aws) each.s3_use_path_style = true;
    if (version !== this.provider) {
      terraform.required_providers.aws.version = version;
      // Older providers do not know it.
      const encryptions = resource.aws_s3_bucket_server_side_encryption_configuration ?? {};
      for (const { rule } of Object.values<Json>(encryptions))
        for (const each of rule) delete each.blocked_encryption_types;
    }
    writeFileSync(this.#file, JSON.stringify(this.#json, null, 2));
  }

  get #file(): string {
    return path.join(this.folder, "cdk.tf.json");
  }
}
