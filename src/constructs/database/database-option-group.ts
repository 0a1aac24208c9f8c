import { DbOptionGroup } from "@cdktf/provider-aws/lib/db-option-group";
import { Construct } from "constructs";

export interface DatabaseOptionGroupProps {
  readonly name: string;
  readonly description: string;
  readonly engine: { readonly name: string; readonly majorVersion: string };
}

/**
 * The audit plugin: who logs in, and who changes structure or rights. What is read and written is left
 * out, because the log would hold the data and its volume.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.MySQL.Options.AuditPlugin.html
 */
export class DatabaseOptionGroup extends Construct {
  public readonly name: string;

  constructor(scope: Construct, id: string, props: DatabaseOptionGroupProps) {
    super(scope, id);

    this.name = new DbOptionGroup(this, "this", {
      name: props.name,
      engineName: props.engine.name,
      majorEngineVersion: props.engine.majorVersion,
      optionGroupDescription: props.description,
      option: [
        {
          optionName: "MARIADB_AUDIT_PLUGIN",
          optionSettings: [{ name: "SERVER_AUDIT_EVENTS", value: "CONNECT,QUERY_DDL,QUERY_DCL" }],
        },
      ],
      // AWS deletes no group that a snapshot was made with, and the final snapshot is one.
      skipDestroy: true,
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }
}
