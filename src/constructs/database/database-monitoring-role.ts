import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { onlyThesePolicies } from "../security/only-these-policies";
import { allow, policyDocument, trustPolicy } from "../security/policy-document";

export interface DatabaseMonitoringRoleProps {
  readonly name: string;
  readonly description: string;
  /** Id of the account. */
  readonly account: string;
  readonly region: string;
  /** Of the database. */
  readonly identifier: string;
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

  constructor(scope: Construct, id: string, props: DatabaseMonitoringRoleProps) {
    super(scope, id);

    const { name, description, account, region, identifier } = props;
    const inRegion = (service: string, what: string) =>
      `arn:aws:${service}:${region}:${account}:${what}`;

    const role = new IamRole(this, "this", {
      name,
      description,
      assumeRolePolicy: trustPolicy("monitoring.rds.amazonaws.com", {
        StringEquals: { "aws:SourceArn": inRegion("rds", `db:${identifier}`) },
      }),
    });
    const logGroup = inRegion("logs", "log-group:RDSOSMetrics");
    this.policy = new IamRolePolicy(this, "policy", {
      name: "monitoring",
      role: role.name,
      policy: policyDocument([
        allow("MakeMetricsLogGroup", {
          Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"],
          Resource: [logGroup, `${logGroup}:*`],
        }),
        allow("WriteMetricsLogStreams", {
          Action: [
            "logs:CreateLogStream",
            "logs:PutLogEvents",
            "logs:DescribeLogStreams",
            "logs:GetLogEvents",
          ],
          Resource: `${logGroup}:log-stream:*`,
        }),
      ]),
    });
    onlyThesePolicies(this, role, [this.policy]);

    this.arn = role.arn;
  }
}
