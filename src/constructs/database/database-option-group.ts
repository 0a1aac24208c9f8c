import { DbOptionGroup } from "@cdktf/provider-aws/lib/db-option-group";
import { Construct } from "constructs";
import { databaseEngine } from "../../systems/test-app/application";
import type { Names } from "../../systems/test-app/names";

export interface DatabaseOptionGroupProps {
  readonly names: Names;
}

/**
 * The audit plugin: who logs in, and who changes structure or rights. What is read and written is left
 * out, because the log would hold the data and its volume.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.MySQL.Options.AuditPlugin.html
 */
export class DatabaseOptionGroup extends Construct {
  public readonly name: string;

  constructor(scope: Construct, id: string, { names }: DatabaseOptionGroupProps) {
    super(scope, id);

    this.name = new DbOptionGroup(this, "this", {
      name: names.database.optionGroup,
      engineName: databaseEngine.name,
      majorEngineVersion: databaseEngine.majorVersion,
      optionGroupDescription: `Database of ${names.base}`,
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
