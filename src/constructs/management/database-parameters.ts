import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import { databaseEngine } from "../../systems/test-app/application";
import type { Names } from "../../systems/test-app/names";

export interface DatabaseParametersProps {
  readonly names: Names;
  readonly database: { readonly address: string };
}

/**
 * Where the backoffice on the instances finds its database, and as whom it logs in: SSM parameters,
 * none of which is secret. There is no password: the backoffice logs in with a token of its
 * instance's role, over TLS.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
 */
export class DatabaseParameters extends Construct {
  /** An instance that boots before these are there finds no database: the group depends on them. */
  public readonly all: readonly SsmParameter[];

  constructor(scope: Construct, id: string, { names, database }: DatabaseParametersProps) {
    super(scope, id);

    const values = {
      endpoint: database.address,
      port: String(databaseEngine.port),
      name: names.database.schema,
      user: names.database.user,
    };
    this.all = Object.entries(names.database.parameters).map(
      ([id, name]) =>
        new SsmParameter(this, id, {
          name,
          description: `The database's ${id}, for the backoffice of ${names.base}`,
          type: "String",
          // Plain, so that a plan and a drift report show it.
          insecureValue: values[id as keyof typeof values],
        }),
    );
  }
}
