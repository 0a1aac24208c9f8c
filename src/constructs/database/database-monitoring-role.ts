import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { account } from "../../systems/configuration/account";
import type { Environment } from "../../systems/test-app/environment";
import { databaseNames, type Names } from "../../systems/test-app/names";
import { policyDocument, trustPolicy } from "../security/policy-document";

export interface DatabaseMonitoringRoleProps {
  readonly settings: Pick<Environment, "region" | "database">;
  readonly names: Names;
}

/**
 * The role in which RDS writes this database's Enhanced Monitoring: what AmazonRDSEnhancedMonitoringRole
 * grants, on the one log group that RDS writes to. That group is the region's, shared by all databases,
 * and RDS makes it.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
 */
export class DatabaseMonitoringRole extends Construct {
  public readonly arn: string;
  /** RDS refuses a role that may not write yet: the database depends on this. */
  public readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, { settings, names }: DatabaseMonitoringRoleProps) {
    super(scope, id);

    const { identifier } = databaseNames(names, settings.database.identifierSuffix);
    const inRegion = (service: string, what: string) =>
      `arn:aws:${service}:${settings.region}:${account.id}:${what}`;

    const role = new IamRole(this, "this", {
      name: names.database.monitoringRole,
      description: `Enhanced Monitoring of the database of ${names.base}`,
      assumeRolePolicy: trustPolicy("monitoring.rds.amazonaws.com", {
        StringEquals: { "aws:SourceArn": inRegion("rds", `db:${identifier}`) },
      }),
    });
    const logGroup = inRegion("logs", "log-group:RDSOSMetrics");
    this.policy = new IamRolePolicy(this, "policy", {
      name: "monitoring",
      role: role.name,
      policy: policyDocument([
        {
          Sid: "MakeMetricsLogGroup",
          Effect: "Allow",
          Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"],
          Resource: [logGroup, `${logGroup}:*`],
        },
        {
          Sid: "WriteMetricsLogStreams",
          Effect: "Allow",
          Action: [
            "logs:CreateLogStream",
            "logs:PutLogEvents",
            "logs:DescribeLogStreams",
            "logs:GetLogEvents",
          ],
          Resource: `${logGroup}:log-stream:*`,
        },
      ]),
    });

    this.arn = role.arn;
  }
}
