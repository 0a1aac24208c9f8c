import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { functionVariables } from "../../operations/database-user/function-settings";
import { userStatements } from "../../operations/database-user/user-statements";
import { databaseEngine } from "../../systems/test-app/application";
import type { Environment } from "../../systems/test-app/environment";
import type { Names } from "../../systems/test-app/names";
import { policyDocument, trustPolicy } from "../security/policy-document";
import { DatabaseUserAccess } from "./database-user-function/access";
import { networkPolicy } from "./database-user-function/network-policy";
import { runningPolicy } from "./function-policy";
import { type HandlerZip, handlerName } from "./handler-zip";

export interface DatabaseUserFunctionProps {
  readonly settings: Pick<Environment, "id" | "region" | "retention">;
  readonly names: Names;
  readonly encryptionKeyArn: string;
  readonly vpcId: string;
  /** In zones where Lambda runs, which are not all of us-east-1. */
  readonly subnetIds: string[];
  readonly database: {
    readonly address: string;
    readonly securityGroupId: string;
  };
  readonly code: HandlerZip;
}

/**
 * The Lambda function that makes the backoffice's user in the database. It runs within the VPC and reaches
 * nothing but the database; `testapp database-user` calls it and hands the master credentials over, because
 * from there it could not ask Secrets Manager, and so that no role but the caller's may read them.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export class DatabaseUserFunction extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseUserFunctionProps) {
    super(scope, id);

    const { settings, names, encryptionKeyArn, database, code } = props;
    const { schema, user, userFunction: functionName, userFunctionLogGroup } = names.database;
    userStatements({ database: schema, user }); // at synth, and not when it is too late
    const access = new DatabaseUserAccess(this, "access", {
      names,
      vpcId: props.vpcId,
      databaseSecurityGroupId: database.securityGroupId,
    });

    const own = {
      region: settings.region,
      functionName,
      logGroupName: userFunctionLogGroup,
      encryptionKeyArn,
    };
    const role = new IamRole(this, "role", {
      name: functionName,
      description: `The function ${functionName}`,
      assumeRolePolicy: trustPolicy("lambda.amazonaws.com"),
    });
    const policy = new IamRolePolicy(this, "policy", {
      name: "database-user",
      role: role.name,
      policy: policyDocument([
        ...networkPolicy(own.region, own.functionName),
        ...runningPolicy(own),
      ]),
    });
    const logGroup = new CloudwatchLogGroup(this, "log-group", {
      name: userFunctionLogGroup,
      retentionInDays: settings.retention.logs.days,
      kmsKeyId: encryptionKeyArn,
    });

    const zip = new TerraformAsset(this, "code", {
      path: code.file,
      type: AssetType.FILE,
      assetHash: code.sha256.toString("hex"),
    });
    const lambda = new LambdaFunction(this, "this", {
      functionName,
      description: `Makes the user ${user} in the database of ${settings.id}. Call it with testapp database-user ${settings.id}; never write its event by hand, because it holds the master password.`,
      role: role.arn,
      filename: zip.path,
      sourceCodeHash: code.sha256.toString("base64"),
      handler: handlerName,
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      memorySize: 256,
      timeout: 60,
      reservedConcurrentExecutions: 1,
      vpcConfig: { subnetIds: props.subnetIds, securityGroupIds: [access.securityGroupId] },
      environment: {
        variables: functionVariables({
          host: database.address,
          port: String(databaseEngine.port),
          database: schema,
          user,
        }),
      },
      kmsKeyArn: encryptionKeyArn,
      loggingConfig: {
        logFormat: "JSON",
        logGroup: logGroup.name,
        applicationLogLevel: "INFO",
        systemLogLevel: "INFO",
      },
      tracingConfig: { mode: "Active" },
      // Terraform sees the role alone, and without its permissions Lambda can't join the network.
      dependsOn: [policy, ...access.rules],
    });

    // An event that nobody waits for must not be kept, let alone be tried again: it holds a password.
    new LambdaFunctionEventInvokeConfig(this, "asynchronous", {
      functionName: lambda.functionName,
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: 60,
    });
  }
}
