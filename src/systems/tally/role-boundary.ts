import { ssmAgentStatements } from "../../constructs/management/ssm-agent";
import { allow, type PolicyStatement } from "../../constructs/security/policy-document";
import { account, type Region } from "../configuration/account";
import { regionNamesOf, roleBoundaryName } from "../foundation/names";
import { releaseKey, sharedNamesOf, system } from "./names";
import { databaseUser } from "./variables";

/**
 * What roles of a region's environments may do at the most. The foundation keeps it: whoever may only apply this system
 * can give its roles no more. A test holds it against the roles' own policies.
 */
export function roleBoundary(region: Region) {
  return { name: roleBoundaryName(system, region), statements: statements(region) };
}

export const roleBoundaryArn = (region: Region) =>
  `arn:aws:iam::${account.id}:policy/${roleBoundaryName(system, region)}`;

function statements(region: Region): PolicyStatement[] {
  const place = `${region}:${account.id}`;
  const { releaseBucket } = sharedNamesOf(region);
  const logGroups = [
    `/${system}-*`,
    `${regionNamesOf(region).sessionLogGroup}`,
    // Enhanced Monitoring writes to no other.
    "RDSOSMetrics",
  ];
  return [
    ...ssmAgentStatements({ region, account: account.id }),
    allow("FindLogGroups", {
      Action: ["logs:DescribeLogGroups"],
      Resource: `arn:aws:logs:${place}:log-group:*`,
    }),
    allow("WriteLogs", {
      Action: [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:GetLogEvents",
        "logs:PutLogEvents",
        "logs:PutRetentionPolicy",
      ],
      Resource: logGroups.flatMap((group) => [
        `arn:aws:logs:${place}:log-group:${group}`,
        `arn:aws:logs:${place}:log-group:${group}:*`,
      ]),
    }),
    allow("LogInToRegistry", { Action: ["ecr:GetAuthorizationToken"], Resource: "*" }),
    allow("FetchImages", {
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
      ],
      Resource: `arn:aws:ecr:${place}:repository/${system}/*`,
    }),
    allow("ReadReleases", {
      Action: ["s3:GetObject"],
      Resource: `arn:aws:s3:::${releaseBucket}/${releaseKey("*")}`,
    }),
    allow("ReadParameters", {
      Action: ["ssm:GetParameter"],
      Resource: `arn:aws:ssm:${place}:parameter/${system}-*`,
    }),
    allow("LogInToDatabase", {
      Action: ["rds-db:connect"],
      Resource: `arn:aws:rds-db:${place}:dbuser:*/${databaseUser("*")}`,
    }),
    // A secret that RDS keeps has no name of ours, but the key that it is under is the system's.
    allow("ReadMasterSecrets", {
      Action: ["secretsmanager:GetSecretValue"],
      Resource: `arn:aws:secretsmanager:${place}:secret:rds!db-*`,
    }),
    allow("DecryptMasterSecrets", {
      Action: ["kms:Decrypt"],
      Resource: `arn:aws:kms:${place}:key/*`,
      Condition: {
        StringEquals: {
          "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
          "aws:ResourceTag/System": system,
        },
      },
    }),
  ];
}
