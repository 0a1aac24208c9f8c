import {
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { elements, isObject } from "../../judge/values";
import { awsCommand } from "../aws-command";
import type { Ask } from "./ask";
import { statementsIn, statementText } from "./policy";
import type { Found, Question, Reader } from "./question";
import { type Resource, type Resources, text } from "./resources";

/**
 * What belongs to secrets. Policy and replicas of one that Terraform has made are among its attributes, so the plan
 * shows them; those of a database's secret, which RDS has made, are nobody's.
 */
export const read: Reader = (resources) => [
  ...resources.of("aws_secretsmanager_secret").map((secret) => rotation(secret, resources)),
  ...resources.of("aws_db_instance").flatMap(masterSecrets),
];

function rotation(secret: Resource, resources: Resources): Question {
  const arn = text(secret, "arn");
  const isOfCode = resources.known("aws_secretsmanager_secret_rotation", "secret_id").has(arn);
  return {
    address: secret.address,
    find: async (ask) => {
      const { RotationEnabled, RotationLambdaARN, RotationRules } = await describe(arn, ask);
      if (isOfCode || RotationEnabled !== true) return [];
      return [
        {
          path: "rotation",
          content: [RotationLambdaARN, RotationRules],
          what: `A rotation: ${RotationLambdaARN} reads the value and writes others`,
          remedy: awsCommand(ask.region, "secretsmanager cancel-rotate-secret", {
            "secret-id": arn,
          }),
        },
      ];
    },
  };
}

/** RDS rotates them itself. */
function masterSecrets(database: Resource): Question[] {
  const arns = elements(database.values.master_user_secret).flatMap((secret) =>
    isObject(secret) && typeof secret.secret_arn === "string" ? [secret.secret_arn] : [],
  );
  return arns.flatMap((arn) => [
    { address: database.address, find: (ask) => policyOf(arn, ask) },
    {
      address: database.address,
      find: async (ask) => {
        const { ReplicationStatus = [] } = await describe(arn, ask);
        return ReplicationStatus.map(({ Region = "", KmsKeyId }) => ({
          path: `master_user_secret.replica[region=${Region}]`,
          content: KmsKeyId,
          what: `A copy of the master password in ${Region}`,
          remedy: awsCommand(ask.region, "secretsmanager remove-regions-from-replication", {
            "secret-id": arn,
            "remove-replica-regions": Region,
          }),
        }));
      },
    },
  ]);
}

function describe(arn: string, ask: Ask) {
  return ask.one("secretsmanager:DescribeSecret", SecretsManagerClient, (client, options) =>
    client.send(new DescribeSecretCommand({ SecretId: arn }), options),
  );
}

async function policyOf(arn: string, ask: Ask): Promise<Found[]> {
  const { ResourcePolicy } = await ask.one(
    "secretsmanager:GetResourcePolicy",
    SecretsManagerClient,
    (client, options) => client.send(new GetResourcePolicyCommand({ SecretId: arn }), options),
  );
  return statementsIn(ResourcePolicy).map((statement, index) => ({
    path: `master_user_secret.policy[${statement.Sid ?? index}]`,
    content: statement,
    what: `A policy of the master password's secret: ${statementText(statement)}`,
    remedy: awsCommand(ask.region, "secretsmanager delete-resource-policy", { "secret-id": arn }),
  }));
}
