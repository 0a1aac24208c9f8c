import { type Case, queryAnswer, region, xml } from "./case";

const address = "aws_db_instance.own";
const arn = "arn:aws:rds:eu-west-1:111122223333:db:own";
const resources = { [address]: { identifier: "own", arn } };
const ofDatabase = `--region ${region} --db-instance-identifier own`;

function instancePage(list: string, item: string): Case["page"] {
  return (things) =>
    queryAnswer(
      "DescribeDBInstances",
      xml(
        "DBInstances",
        xml("DBInstance", xml(list, things.map((each) => xml(item, each)).join(""))),
      ),
    );
}

const noDatabase = queryAnswer("DescribeDBInstances", "<DBInstances></DBInstances>");

export const rdsCases: readonly Case[] = [
  {
    title: "a database's role",
    resources: {
      ...resources,
      "aws_db_instance_role_association.ours": {
        db_instance_identifier: "own",
        role_arn: "arn:ours",
      },
    },
    action: "rds:DescribeDBInstances",
    page: instancePage("AssociatedRoles", "DBInstanceRole"),
    left: { "of the code": "<RoleArn>arn:ours</RoleArn>" },
    added: "<RoleArn>arn:theirs</RoleArn><FeatureName>S3_INTEGRATION</FeatureName>",
    later: "<RoleArn>arn:theirs</RoleArn><FeatureName>LAMBDA</FeatureName>",
    addition: {
      address,
      path: "role[arn=arn:theirs]",
      what: "A role that the database takes for S3_INTEGRATION",
      remedy: `aws rds remove-role-from-db-instance ${ofDatabase} --role-arn arn:theirs --feature-name S3_INTEGRATION`,
    },
    paged: false,
  },
  {
    title: "a database's replica",
    resources: { ...resources, "aws_rds_cluster.ours": { arn: "arn:ours" } },
    action: "rds:DescribeDBInstances",
    page: instancePage("ReadReplicaDBClusterIdentifiers", "ReadReplicaDBClusterIdentifier"),
    left: { "of the code": "arn:ours" },
    added: "theirs",
    addition: {
      address,
      path: "replica[id=theirs]",
      what: "A replica that is a cluster: it holds all data and has security groups of its own",
      remedy: `delete its instances, then: aws rds delete-db-cluster --region ${region} --db-cluster-identifier theirs --skip-final-snapshot`,
    },
    paged: false,
  },
  {
    title: "a replication of a database's backups",
    resources,
    action: "rds:DescribeDBInstances",
    page: instancePage(
      "DBInstanceAutomatedBackupsReplications",
      "DBInstanceAutomatedBackupsReplication",
    ),
    left: {},
    added:
      "<DBInstanceAutomatedBackupsArn>arn:aws:rds:us-east-2:111122223333:auto-backup:ab-1</DBInstanceAutomatedBackupsArn>",
    addition: {
      address,
      path: "backup_replication[arn=arn:aws:rds:us-east-2:111122223333:auto-backup:ab-1]",
      what: "A replication of the backups to another region",
      remedy: `aws rds stop-db-instance-automated-backups-replication --region us-east-2 --source-db-instance-arn ${arn}`,
    },
    paged: false,
  },
  {
    title: "a database's snapshot that others may restore",
    resources,
    action: "rds:DescribeDBSnapshotAttributes",
    page: (things) =>
      queryAnswer(
        "DescribeDBSnapshotAttributes",
        `<DBSnapshotAttributesResult><DBSnapshotAttributes>${things.map((each) => xml("DBSnapshotAttribute", each)).join("")}</DBSnapshotAttributes></DBSnapshotAttributesResult>`,
      ),
    left: { "shared with nobody": "<AttributeName>restore</AttributeName>" },
    added:
      "<AttributeName>restore</AttributeName><AttributeValues><AttributeValue>all</AttributeValue></AttributeValues>",
    addition: {
      address,
      path: "snapshot[id=by-hand].restore[all]",
      what: "A snapshot that everybody may restore",
      remedy: `aws rds modify-db-snapshot-attribute --region ${region} --db-snapshot-identifier by-hand --attribute-name restore --values-to-remove all`,
    },
    others: {
      DescribeDBInstances: noDatabase,
      DescribeDBSnapshots: queryAnswer(
        "DescribeDBSnapshots",
        "<DBSnapshots><DBSnapshot><DBSnapshotIdentifier>by-hand</DBSnapshotIdentifier></DBSnapshot></DBSnapshots>",
      ),
    },
    paged: false,
  },
  {
    title: "a database's snapshots",
    resources,
    action: "rds:DescribeDBSnapshots",
    page: (things, next) =>
      queryAnswer(
        "DescribeDBSnapshots",
        `${xml("DBSnapshots", things.map((each) => xml("DBSnapshot", each)).join(""))}${xml("Marker", next)}`,
      ),
    left: {},
    added: "<DBSnapshotIdentifier>shared</DBSnapshotIdentifier>",
    addition: {
      address,
      path: "snapshot[id=shared].restore[444455556666]",
      what: "A snapshot that the account 444455556666 may restore",
      remedy: `aws rds modify-db-snapshot-attribute --region ${region} --db-snapshot-identifier shared --attribute-name restore --values-to-remove 444455556666`,
    },
    others: {
      DescribeDBSnapshotAttributes: queryAnswer(
        "DescribeDBSnapshotAttributes",
        "<DBSnapshotAttributesResult><DBSnapshotAttributes><DBSnapshotAttribute><AttributeName>restore</AttributeName><AttributeValues><AttributeValue>444455556666</AttributeValue></AttributeValues></DBSnapshotAttribute></DBSnapshotAttributes></DBSnapshotAttributesResult>",
      ),
    },
    paged: true,
  },
];
