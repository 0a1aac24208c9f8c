import {
  DescribeDBInstancesCommand,
  DescribeDBSnapshotAttributesCommand,
  DescribeDBSnapshotsCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { awsCommand } from "../aws-command";
import type { Ask } from "./ask";
import type { Found, Question, Reader } from "./question";
import { type Resource, type Resources, text } from "./resources";

/** What belongs to databases: roles, copies of their data, and who may restore them. */
export const read: Reader = (resources) =>
  resources
    .of("aws_db_instance")
    .flatMap((database) => [instance(database, resources), sharedSnapshots(database, resources)]);

function instance(database: Resource, resources: Resources): Question {
  const identifier = text(database, "identifier");
  const arn = text(database, "arn");
  const roles = resources.known("aws_db_instance_role_association", "role_arn", {
    db_instance_identifier: identifier,
  });
  const clusters = resources.known("aws_rds_cluster", "arn");
  const isBackupOfCode = resources
    .known("aws_db_instance_automated_backups_replication", "source_db_instance_arn")
    .has(arn);
  return {
    address: database.address,
    find: async (ask) => {
      const [found = {}] = await ask.all(
        "rds:DescribeDBInstances",
        RDSClient,
        async (client, Marker, options) => {
          const input = { DBInstanceIdentifier: identifier, Marker };
          const answer = await client.send(new DescribeDBInstancesCommand(input), options);
          return [answer.DBInstances, answer.Marker];
        },
      );
      // The plan shows replicas that are instances.
      const replicas = (found.ReadReplicaDBClusterIdentifiers ?? []).filter(
        (id) => !clusters.has(id),
      );
      return [
        ...(found.AssociatedRoles ?? [])
          .filter(({ RoleArn }) => !roles.has(RoleArn))
          .map(({ RoleArn = "", FeatureName = "" }) => ({
            path: `role[arn=${RoleArn}]`,
            content: FeatureName,
            what: `A role that the database takes for ${FeatureName}`,
            remedy: awsCommand(ask.region, "rds remove-role-from-db-instance", {
              "db-instance-identifier": identifier,
              "role-arn": RoleArn,
              "feature-name": FeatureName,
            }),
          })),
        ...replicas.map((id) => ({
          path: `replica[id=${id}]`,
          content: null,
          what: "A replica that is a cluster: it holds all data and has security groups of its own",
          // Promoted, it would keep all data.
          remedy: `delete its instances, then: ${awsCommand(
            regionOf(id) ?? ask.region,
            "rds delete-db-cluster",
            {
              "db-cluster-identifier": id.split(":").at(-1) ?? id,
              "skip-final-snapshot": true,
            },
          )}`,
        })),
        ...(isBackupOfCode ? [] : (found.DBInstanceAutomatedBackupsReplications ?? [])).map(
          ({ DBInstanceAutomatedBackupsArn: copy = "" }) => ({
            path: `backup_replication[arn=${copy}]`,
            content: null,
            what: "A replication of the backups to another region",
            remedy: awsCommand(
              regionOf(copy) ?? ask.region,
              "rds stop-db-instance-automated-backups-replication",
              { "source-db-instance-arn": arn },
            ),
          }),
        ),
      ];
    },
  };
}

/** A snapshot made by hand is a backup; one that others may restore is a copy of all data in their hands. */
function sharedSnapshots(database: Resource, resources: Resources): Question {
  const DBInstanceIdentifier = text(database, "identifier");
  const known = resources.known("aws_db_snapshot", "db_snapshot_identifier");
  return {
    address: database.address,
    find: async (ask) => {
      const found = await ask.all(
        "rds:DescribeDBSnapshots",
        RDSClient,
        async (client, Marker, options) => {
          // AWS's own and those of AWS Backup can't be shared.
          const input = { DBInstanceIdentifier, SnapshotType: "manual", Marker };
          const answer = await client.send(new DescribeDBSnapshotsCommand(input), options);
          return [answer.DBSnapshots, answer.Marker];
        },
      );
      const ids = found.flatMap(({ DBSnapshotIdentifier: id }) => id ?? []);
      const shared: Found[] = [];
      for (const id of ids.filter((each) => !known.has(each)))
        shared.push(...(await sharesOf(id, ask)));
      return shared;
    },
  };
}

async function sharesOf(id: string, ask: Ask): Promise<readonly Found[]> {
  const attributes = await ask.one(
    "rds:DescribeDBSnapshotAttributes",
    RDSClient,
    async (client, options) => {
      const command = new DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier: id });
      const { DBSnapshotAttributesResult } = await client.send(command, options);
      return DBSnapshotAttributesResult?.DBSnapshotAttributes ?? [];
    },
  );
  const accounts = attributes
    .filter(({ AttributeName }) => AttributeName === "restore")
    .flatMap(({ AttributeValues = [] }) => AttributeValues);
  return accounts.map((account) => ({
    path: `snapshot[id=${id}].restore[${account}]`,
    content: null,
    what: `A snapshot that ${account === "all" ? "everybody" : `the account ${account}`} may restore`,
    remedy: awsCommand(ask.region, "rds modify-db-snapshot-attribute", {
      "db-snapshot-identifier": id,
      "attribute-name": "restore",
      "values-to-remove": account,
    }),
  }));
}

/** Of what is named by its ARN, because it is in another region. */
function regionOf(arn: string): string | undefined {
  return arn.split(":")[3];
}
