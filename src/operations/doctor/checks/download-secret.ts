import type { Check } from "../../../estate/checks";
import { describeSecret } from "../../aws/secrets";
import { Unanswered } from "../aws";
import { type Checker, each, type Place } from "../check";
import { type Finding, failed, note, ok } from "../finding";
import { instancesInService } from "./group";

/** Whether the secret has a value, which nothing here may ask for. */
export const downloadSecret: Checker<"download-secret"> = {
  scope: "environment",
  run: each(async (check, place) => {
    const { secretName: name } = check;
    const { aws, id, region } = place;
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
      return [await missing(check, place)];
    }
  }),
};

/** Before the first apply nobody can put a value in, and nothing is wrong. */
async function missing(
  { secretName: name, groupName }: Check<"download-secret">,
  { aws, id }: Place,
): Promise<Finding> {
  if ((await instancesInService(aws, groupName)) === undefined)
    return note(
      `not deployed yet: the first apply makes ${name}. Then put its value in (npm run secret -- ${id}), and make the database's user (bin/testapp database-user ${id})`,
    );
  return failed(
    `${name} is missing, and the environment is deployed`,
    `npm run apply -- ${id}, then npm run secret -- ${id}`,
  );
}
