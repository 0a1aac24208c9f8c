import { describeSecret } from "../../aws/secrets";
import { Unanswered } from "../aws";
import type { Check } from "../check";
import type { EnvironmentContext } from "../context";
import { type Finding, failed, note, ok } from "../finding";
import { instancesInService } from "./group";

/** Whether the secret has a value, which nothing here may ask for. */
export const downloadSecret: Check<EnvironmentContext> = {
  name: "download-secret",
  run: async (context) => {
    const { aws, environment, names } = context;
    const { id, region } = environment;
    const name = names.downloadSecret;
    try {
      const { deletedAt, versionId } = await aws.read(
        "secretsmanager:DescribeSecret",
        (clients, call) => describeSecret(clients, name, call),
      );
      if (deletedAt)
        return [
          failed(
            `${name} was deleted, and only waits for its end`,
            `aws secretsmanager restore-secret --region ${region} --secret-id ${name}`,
          ),
        ];
      return versionId !== undefined
        ? [ok(`${name} has a value`)]
        : [
            failed(
              `${name} has no value, so no instance can download the updater`,
              `npm run secret -- ${id}`,
            ),
          ];
    } catch (error) {
      if (!(error instanceof Unanswered) || error.kind !== "not found") throw error;
      return [await missing(context)];
    }
  },
};

/** Before the first apply nobody can put a value in, and nothing is wrong. */
async function missing({ aws, environment, names }: EnvironmentContext): Promise<Finding> {
  const { id } = environment;
  if ((await instancesInService(aws, names.base)) === undefined)
    return note(
      `not deployed yet: the first apply makes ${names.downloadSecret}. Then put its value in (npm run secret -- ${id}), and make the database's user (bin/testapp database-user ${id})`,
    );
  return failed(
    `${names.downloadSecret} is missing, and the environment is deployed`,
    `npm run apply -- ${id}, then npm run secret -- ${id}`,
  );
}
