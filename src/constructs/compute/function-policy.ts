import { allow, deny, type PolicyStatement } from "../security/policy-document";

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

const change = [
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
];
const look = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"];

/**
 * Lets Lambda connect a function to a VPC in its role's name, and takes the same away from the function's
 * own code. Lambda wants to delete an interface whose id it doesn't know yet, so all of the region are
 * named; the lists take no resource at all.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
export function networkPolicy({ account, region, functionName }: OwnFunction): PolicyStatement[] {
  return [
    allow("ConnectToNetwork", { Action: change, Resource: `arn:aws:ec2:${region}:${account}:*/*` }),
    allow("SeeNetwork", {
      Action: look,
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": region } },
    }),
    deny("ButNotFromItsCode", {
      Action: [...change, ...look],
      Resource: "*",
      Condition: {
        ArnEquals: { "lambda:SourceFunctionArn": arnOfFunction(account, region, functionName) },
      },
    }),
  ];
}
