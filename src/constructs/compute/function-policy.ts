import { allow, type PolicyStatement } from "../security/policy-document";

export interface OwnFunction {
  /** Id of the account. */
  readonly account: string;
  readonly region: string;
  readonly functionName: string;
  readonly logGroupName: string;
  readonly encryptionKeyArn: string;
}

/** What Lambda needs in a function's role to run it: its log, its variables, its traces. */
export function runningPolicy(own: OwnFunction): PolicyStatement[] {
  const { account, region, functionName } = own;
  return [
    allow("WriteOwnLog", {
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `arn:aws:logs:${region}:${account}:log-group:${own.logGroupName}:*`,
    }),
    // Lambda reads the variables in the role's name. It also makes a grant for that when the function is
    // made, but the grant is the role's that was there then: a role made anew would be locked out.
    allow("DecryptOwnVariables", {
      Action: ["kms:Decrypt"],
      Resource: own.encryptionKeyArn,
      Condition: {
        StringEquals: {
          "kms:EncryptionContext:aws:lambda:FunctionArn": arnOfFunction(
            account,
            region,
            functionName,
          ),
        },
      },
    }),
    // Neither action takes a resource.
    allow("WriteTraces", {
      Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
      Resource: "*",
    }),
  ];
}

/** Written out, because the function itself comes after whatever lets it run. */
export function arnOfFunction(account: string, region: string, functionName: string): string {
  return `arn:aws:lambda:${region}:${account}:function:${functionName}`;
}
