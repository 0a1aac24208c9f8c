import { paginateDescribeDBInstances, RDSClient } from "@aws-sdk/client-rds";
import { Unanswered } from "../aws";
import { type Checker, each, failed, note, ok, warning } from "../check";

/**
 * Whether RDS can use and rotate the master user's password that it keeps.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_MasterUserSecret.html
 */
export const databaseSecret: Checker<"database-secret"> = {
  scope: "environment",
  run: each(async ({ databaseIdentifier: name }, { aws, id, region }) => {
    const secret = await aws
      .ask("rds:DescribeDBInstances", RDSClient, async (rds, options) => {
        const input = { DBInstanceIdentifier: name };
        for await (const page of paginateDescribeDBInstances({ client: rds }, input, options))
          for (const database of page.DBInstances ?? []) return database.MasterUserSecret ?? {};
        return {};
      })
      .catch((error: unknown) => {
        if (error instanceof Unanswered && error.code === "DBInstanceNotFoundFault")
          return undefined;
        throw error;
      });
    if (secret === undefined) return note(`not deployed yet: the database ${name} isn't there`);
    const { SecretStatus: status, KmsKeyId: key } = secret;
    const of = `the master user's secret of ${name}`;
    if (status === "active") return ok(`${of} is active`);
    if (status === "creating" || status === "rotating")
      return note(`${of} is ${status}: look again in a few minutes`);
    if (status === undefined)
      return failed(
        `${name} has no master user's secret, so nobody can make the backoffice's user`,
        `npm run apply -- ${id}; where no plan shows it, aws rds modify-db-instance --region ${region} --db-instance-identifier ${name} --manage-master-user-password --apply-immediately`,
      );
    return warning(
      `${of} is ${status}: its password works, but RDS can't rotate it`,
      `see that RDS may use the secret and the key ${key ?? "of the secret"} (npm run drift-check -- ${id}), then aws rds modify-db-instance --region ${region} --db-instance-identifier ${name} --rotate-master-user-password --apply-immediately`,
    );
  }),
};
