import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { Construct } from "constructs";

export interface DatabaseParameterGroupProps {
  readonly name: string;
  readonly description: string;
  readonly engine: Engine;
  /** Such as `mysql8.4`. */
  readonly family: string;
}

export type Engine = "mysql" | "postgres";

/**
 * By the engines' own names. All of them are dynamic, so they apply at once; and none of them is its family's
 * default, because AWS doesn't remember the apply method of a value that changes nothing.
 */
const parameters: Readonly<Record<Engine, Readonly<Record<string, string>>>> = {
  mysql: {
    log_output: "FILE", // a table can't be exported
    long_query_time: "1", // seconds
    require_secure_transport: "1",
    slow_query_log: "1",
  },
  postgres: {
    log_connections: "1",
    log_disconnections: "1",
    log_min_duration_statement: "1000", // milliseconds
    log_statement: "ddl",
  },
};

/**
 * The database's parameters: TLS only, which is PostgreSQL's default on RDS since version 15, and a log of slow queries
 * that RDS can export. Name and
 * description force a replacement: the name holds the family, so a new major version makes a new group
 * before the old one goes.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.MySQL.Parameters.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
 */
export class DatabaseParameterGroup extends Construct {
  public readonly name: string;

  constructor(scope: Construct, id: string, props: DatabaseParameterGroupProps) {
    super(scope, id);

    const { engine, ...group } = props;
    this.name = new DbParameterGroup(this, "this", {
      ...group,
      parameter: Object.entries(parameters[engine]).map(([name, value]) => ({
        name,
        value,
        applyMethod: "immediate",
      })),
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }
}
