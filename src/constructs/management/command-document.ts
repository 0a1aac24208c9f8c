import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import { Construct } from "constructs";
import { terraformLiteral } from "../terraform-literal";

export interface CommandDocumentProps {
  readonly name: string;
  /** JSON of schema 2.2. */
  readonly content: string;
  /** What only Terraform knows, by the text that stands in its place in the content. */
  readonly references?: Readonly<Record<string, string>>;
}

/** SSM's limit on a document's content, in bytes. */
const documentLimitBytes = 65_536;

/**
 * An SSM document of commands for instances. A change of the content makes a new version, which becomes the
 * default; only another name replaces the document.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html
 */
export class CommandDocument extends Construct {
  public readonly arn: string;

  constructor(
    scope: Construct,
    id: string,
    { name, content, references = {} }: CommandDocumentProps,
  ) {
    super(scope, id);

    const bytes = Buffer.byteLength(content);
    if (bytes > documentLimitBytes) {
      throw new Error(
        `The document ${name} has ${bytes} bytes; SSM allows ${documentLimitBytes}. ` +
          "Shorten the script, or move a part of it into the image.",
      );
    }
    this.arn = new SsmDocument(this, "this", {
      name,
      documentType: "Command",
      documentFormat: "JSON",
      content: Object.entries(references).reduce(
        (text, [place, reference]) => text.replaceAll(place, () => reference),
        terraformLiteral(content),
      ),
    }).arn;
  }
}
