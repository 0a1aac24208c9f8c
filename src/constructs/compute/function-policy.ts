import { account } from "../../systems/configuration/account";
import type { PolicyStatement } from "../security/policy-document";

export interface OwnFunction {
  readonly region: string;
  readonly functionName: string;
  readonly logGroupName: string;
  readonly encryptionKeyArn: string;
}

/** What Lambda needs in a function's role to run it: its log, its variables, its traces. */
export function runningPolicy(own: OwnFunction): PolicyStatement[] {
  return [ownLog(own), ownVariables(own), traces];
}

/** Written out, because the function itself comes after whatever lets it run. */
export function arnOfFunction(region: string, functionName: string): string {
  return `arn:aws:lambda:${region}:${account.id}:function:${functionName}`;
}

function ownLog({ region, logGroupName }: OwnFunction): PolicyStatement {
  return {
    Sid: "WriteOwnLog",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: `arn:aws:logs:${region}:${account.id}:log-group:${logGroupName}:*`,
  };
}

/**
 * Lambda reads the variables in the role's name. It also makes a grant for that when the function is
 * made, but the grant is the role's that was there then: a role made anew would be locked out.
 */
function ownVariables({ region, functionName, encryptionKeyArn }: OwnFunction): PolicyStatement {
  return {
    Sid: "DecryptOwnVariables",
    Effect: "Allow",
    Action: ["kms:Decrypt"],
    Resource: encryptionKeyArn,
    Condition: {
      StringEquals: {
        "kms:EncryptionContext:aws:lambda:FunctionArn": arnOfFunction(region, functionName),
      },
    },
  };
}

const traces: PolicyStatement = {
  Sid: "WriteTraces", // neither action takes a resource
  Effect: "Allow",
  Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  Resource: "*",
};
