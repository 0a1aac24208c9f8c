import { insightsLogGroup } from "../../constructs/containers/container-cluster";
import { ssmAgentStatements } from "../../constructs/management/ssm-agent";
import { type Publisher, publishersUseKey } from "../../constructs/monitoring/alert-topic";
import { logsUseKey } from "../../constructs/security/encryption-key";
import {
  autoScalingUsesKey,
  rdsUsesKey,
  secretsManagerUsesKey,
} from "../../constructs/security/key-users";
import { allow, type PolicyStatement } from "../../constructs/security/policy-document";
import { account } from "../configuration/account";
import type { Environment } from "./environment";
import type { ServiceName } from "./images";
import { type Names, releaseKey, sharedNamesOf } from "./names";
import { databaseUser } from "./variables";

/** Who may use the environment's key: exactly those services of AWS that need it. */
export function keyUsers(region: string, names: Names): PolicyStatement[] {
  const place = { account: account.id, region };
  return [
    ...autoScalingUsesKey(place),
    ...secretsManagerUsesKey(place),
    rdsUsesKey(place),
    ...publishersUseKey(alertPublishers(region, names)),
    logsUseKey(region, account.id, [
      `${names.logGroupPrefix}/*`,
      names.webAclLogGroup,
      insightsLogGroup(names.base),
      ...Object.values(names.database.logGroups),
    ]),
  ];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
export function alertPublishers(region: string, { base }: Names): readonly Publisher[] {
  const alarms = `arn:aws:cloudwatch:${region}:${account.id}:alarm:${base}-*`;
  return [
    {
      sid: "AlarmsPublish",
      service: "cloudwatch.amazonaws.com",
      condition: { ArnLike: { "aws:SourceArn": alarms } },
    },
  ];
}

/**
 * A service logs in to the database as its own user, and as nobody else.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
 */
export function databaseLogin(
  service: ServiceName,
  region: string,
  databaseResourceId: string,
): PolicyStatement {
  return allow("LogInToDatabase", {
    Action: ["rds-db:connect"],
    Resource: `arn:aws:rds-db:${region}:${account.id}:dbuser:${databaseResourceId}/${databaseUser(service)}`,
  });
}

/** ECS reads the master user's password when it starts a task, for `migrate.js` alone. */
export function readMasterSecret(
  region: string,
  { secretArn, keyArn }: { readonly secretArn: string; readonly keyArn: string },
): PolicyStatement[] {
  return [
    allow("ReadMasterSecret", {
      Action: ["secretsmanager:GetSecretValue"],
      Resource: secretArn,
    }),
    allow("DecryptMasterSecret", {
      Action: ["kms:Decrypt"],
      Resource: keyArn,
      Condition: {
        StringEquals: {
          "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
          "kms:EncryptionContext:SecretARN": secretArn,
        },
      },
    }),
  ];
}

/** What the adder's machines may do: fetch their release, find and log in to the database, be reached, and write logs. */
export function adderPolicies(
  { region }: Pick<Environment, "region">,
  names: Names,
  databaseResourceId: string,
): Record<string, readonly PolicyStatement[]> {
  const logGroup = `arn:aws:logs:${region}:${account.id}:log-group:`;
  return {
    release: [
      allow("ReadReleases", {
        Action: ["s3:GetObject"],
        Resource: `arn:aws:s3:::${sharedNamesOf(region).releaseBucket}/${releaseKey("*")}`,
      }),
    ],
    parameters: [
      allow("ReadOwnParameters", {
        Action: ["ssm:GetParameter"],
        Resource: `arn:aws:ssm:${region}:${account.id}:parameter${names.database.hostParameter}`,
      }),
    ],
    database: [databaseLogin("adder", region, databaseResourceId)],
    "ssm-agent": ssmAgentStatements({ region, account: account.id }),
    observability: [
      allow("WriteOwnLogs", {
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: [
          `${logGroup}${names.logGroups.adder}:*`,
          `${logGroup}${names.sessionLogGroup}:*`,
        ],
      }),
      // A list can be limited to no group; Session Manager asks for it before it logs.
      allow("FindLogGroups", { Action: ["logs:DescribeLogGroups"], Resource: `${logGroup}*` }),
    ],
  };
}
