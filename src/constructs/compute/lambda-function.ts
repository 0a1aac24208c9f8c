import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction as AwsLambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "../accepted-findings";
import { type LogRetention, logGroup } from "../management/log-groups";
import { NetworkAccess } from "../networking/network-access";
import { onlyThesePolicies } from "../security/only-these-policies";
import { type PolicyStatement, policyDocument, trustPolicy } from "../security/policy-document";
import { networkPolicy, runningPolicy } from "./function-policy";
import { type HandlerZip, handlerName } from "./handler-zip";

export interface LambdaFunctionProps {
  /** Of the function and of its role. */
  readonly name: string;
  /** What the console shows, in 256 characters at the most. */
  readonly description: string;
  /** Id of the account. */
  readonly account: string;
  readonly region: string;
  readonly code: HandlerZip;
  /** Its environment variables; none may be secret. */
  readonly variables: Record<string, string>;
  readonly timeoutSeconds: number;
  readonly logGroupName: string;
  readonly logRetention: LogRetention;
  readonly encryptionKeyArn: string;
  /** What its code may do, and the name of that policy; what Lambda needs to run it is added. */
  readonly policy: { readonly name: string; readonly statements: readonly PolicyStatement[] };
  /**
   * Where it runs (default: outside of any VPC). Nothing can connect to it there, and it can connect to the
   * database and to nothing else.
   */
  readonly network?: {
    readonly vpcId: string;
    /** In zones where Lambda runs, which are not all of us-east-1. */
    readonly subnetIds: string[];
    readonly database: { readonly securityGroupId: string; readonly port: number };
    /** What is said of the way out of the function, and of the way into the database. */
    readonly descriptions: { readonly out: string; readonly in: string };
  };
}

/**
 * A Lambda function on arm64 with a role and a log group of its own: one at a time, traced, its variables
 * encrypted. An event that nobody waits for is neither kept for more than a minute nor tried again.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export class LambdaFunction extends Construct {
  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);

    const { name, code, encryptionKeyArn, network } = props;
    const own = { ...props, functionName: name };
    const access = network && this.accessTo(network, name);
    const role = new IamRole(this, "role", {
      name,
      description: `The function ${name}`,
      assumeRolePolicy: trustPolicy("lambda.amazonaws.com"),
    });
    const policy = new IamRolePolicy(this, "policy", {
      name: props.policy.name,
      role: role.name,
      policy: policyDocument([
        ...props.policy.statements,
        ...(network ? networkPolicy(own) : []),
        ...runningPolicy(own),
      ]),
    });
    onlyThesePolicies(this, role, [policy]);
    const { name: logGroupName } = logGroup(this, "log-group", props.logRetention, {
      name: props.logGroupName,
      kmsKeyId: encryptionKeyArn,
    });

    const zip = new TerraformAsset(this, "code", {
      path: code.file,
      type: AssetType.FILE,
      assetHash: code.sha256.toString("hex"),
    });
    const lambda = new AwsLambdaFunction(this, "this", {
      functionName: name,
      description: props.description,
      role: role.arn,
      filename: zip.path,
      sourceCodeHash: code.sha256.toString("base64"),
      handler: handlerName,
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      memorySize: 256,
      timeout: props.timeoutSeconds,
      reservedConcurrentExecutions: 1,
      ...(access && {
        vpcConfig: { subnetIds: network.subnetIds, securityGroupIds: [access.groupIds.group] },
      }),
      environment: { variables: props.variables },
      kmsKeyArn: encryptionKeyArn,
      loggingConfig: {
        logFormat: "JSON",
        logGroup: logGroupName,
        applicationLogLevel: "INFO",
        systemLogLevel: "INFO",
      },
      tracingConfig: { mode: "Active" },
      // Terraform sees the role alone: without its permissions the function could start, and Lambda
      // can't join the network.
      dependsOn: [policy, ...(access?.rules ?? [])],
    });
    acceptFindings(lambda, {
      CKV_AWS_116:
        "a person starts it and sees how it ends: nobody would read a queue of what was not delivered",
      CKV_AWS_272:
        "its code is the commit's, byte for byte, and a check finds any other; a signature would be new in each build",
      ...(!network && {
        CKV_AWS_117:
          "it calls services of AWS alone, and a default VPC has no way there for a function",
      }),
    });

    // Such an event may hold a password, and late it would begin what nobody expects any more.
    new LambdaFunctionEventInvokeConfig(this, "asynchronous", {
      functionName: lambda.functionName,
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: 60,
    });
  }

  private accessTo(network: NonNullable<LambdaFunctionProps["network"]>, name: string) {
    const { vpcId, database, descriptions } = network;
    const between = (direction: "in" | "out") =>
      ({ direction, port: database.port, description: descriptions[direction] }) as const;
    return new NetworkAccess<"group" | "database">(this, "access", {
      vpcId,
      groups: {
        group: { name, description: `Function ${name}` },
        database: { id: database.securityGroupId },
      },
      connections: {
        "function-to-database": { group: "group", peer: "database", ...between("out") },
        "database-from-function": { group: "database", peer: "group", ...between("in") },
      },
    });
  }
}
