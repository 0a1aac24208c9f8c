import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../../systems/test-app/environment";
import type { Names } from "../../systems/test-app/names";
import { type RolloutSettings, rolloutVariables } from "../../systems/test-app/rollout-settings";
import { policyDocument, trustPolicy } from "../security/policy-document";
import { type HandlerZip, handlerName } from "./handler-zip";
import { functionPolicy } from "./updater-function/function-policy";

export interface UpdaterFunctionProps {
  readonly settings: RolloutSettings & Pick<Environment, "retention">;
  readonly names: Names;
  readonly encryptionKeyArn: string;
  readonly documentArn: string;
  readonly code: HandlerZip;
}

/**
 * The Lambda function that an operator starts in the AWS console to roll the application out: one at a
 * time, for 15 minutes at the most, and never started a second time by Lambda itself. It sends the
 * updater document, as Jenkins does, and may do nothing else.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
export class UpdaterFunction extends Construct {
  public readonly name: string;

  constructor(scope: Construct, id: string, props: UpdaterFunctionProps) {
    super(scope, id);

    const { settings, names, encryptionKeyArn, code } = props;
    const role = new IamRole(this, "role", {
      name: names.autoupdaterFunction,
      description: `The function ${names.autoupdaterFunction}`,
      assumeRolePolicy: trustPolicy("lambda.amazonaws.com"),
    });
    const policy = new IamRolePolicy(this, "policy", {
      name: "rollout",
      role: role.name,
      policy: policyDocument(functionPolicy(props)),
    });
    const logGroup = new CloudwatchLogGroup(this, "log-group", {
      name: names.autoupdaterFunctionLogGroup,
      retentionInDays: settings.retention.logs.days,
      kmsKeyId: encryptionKeyArn,
    });

    const zip = new TerraformAsset(this, "code", {
      path: code.file,
      type: AssetType.FILE,
      assetHash: code.sha256.toString("hex"),
    });
    const lambda = new LambdaFunction(this, "this", {
      functionName: names.autoupdaterFunction,
      description: `Rolls the application out to ${settings.id}. Test it with {} to begin, {"dryRun": true} to see what it would send, {"commandId": "..."} to resume. Red: nothing was sent, or it did not succeed.`,
      role: role.arn,
      filename: zip.path,
      sourceCodeHash: code.sha256.toString("base64"),
      handler: handlerName,
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      memorySize: 256,
      timeout: 900,
      reservedConcurrentExecutions: 1,
      environment: { variables: rolloutVariables(settings) },
      kmsKeyArn: encryptionKeyArn,
      loggingConfig: {
        logFormat: "JSON",
        logGroup: logGroup.name,
        applicationLogLevel: "INFO",
        systemLogLevel: "INFO",
      },
      tracingConfig: { mode: "Active" },
      // Terraform sees the role alone, and the function could start before its permissions.
      dependsOn: [policy],
    });

    // An event that nobody waits for any more begins no rollout.
    new LambdaFunctionEventInvokeConfig(this, "asynchronous", {
      functionName: lambda.functionName,
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: 60,
    });

    this.name = lambda.functionName;
  }
}
