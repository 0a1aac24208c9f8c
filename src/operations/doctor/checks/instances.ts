import type { Check } from "../../../estate/checks";
import { describeGroup } from "../../aws/group/describe-group";
import { inService } from "../../aws/group/group";
import { holdOf } from "../../aws/hold";
import { managedNodes } from "../../aws/managed-nodes";
import { readParameter } from "../../aws/parameter";
import { describeSecret } from "../../aws/secrets";
import { type Aws, Unanswered } from "../aws";
import { type Checker, each, type Finding, failed, note, ok, type Place, warning } from "../check";

/** Ids of a group's instances in service; undefined where there is no such group: nothing is deployed. */
async function instancesInService(
  aws: Aws,
  groupName: string,
): Promise<readonly string[] | undefined> {
  const group = await aws.read("autoscaling:DescribeAutoScalingGroups", (clients, call) =>
    describeGroup(clients, groupName, call),
  );
  return group && inService(group);
}

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
        return failed(
          `${name} was deleted, and only waits for its end`,
          `aws secretsmanager restore-secret --region ${region} --secret-id ${name}`,
        );
      return versionId !== undefined
        ? ok(`${name} has a value`)
        : failed(
            `${name} has no value, so no instance can download the updater`,
            `npm run secret -- ${id}`,
          );
    } catch (error) {
      if (!(error instanceof Unanswered) || error.kind !== "not found") throw error;
      return await missing(check, place);
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

/** Whether somebody holds updates, so that nothing rolls out and new instances keep their image's application. */
export const updates: Checker<"updates"> = {
  scope: "environment",
  run: each(async ({ parameterName, groupName }, { aws, id }) => {
    const found = await aws.read("ssm:GetParameter", (clients, call) =>
      readParameter(clients, parameterName, call),
    );
    if (found === undefined && (await instancesInService(aws, groupName)) === undefined)
      return note(`not deployed yet: the first apply makes ${parameterName}`);
    const hold = holdOf(parameterName, found?.value);
    return hold === null
      ? ok(`${parameterName} says that updates are enabled`)
      : warning(
          `${hold}: nothing rolls out, and new instances keep their image's application`,
          `RUNBOOK-rollback.md says how to go on with ${id}, and how to end the hold`,
        );
  }),
};

/** Whether Systems Manager reaches every instance in service: a rollout is refused while it doesn't. */
export const ssmAgents: Checker<"ssm-agents"> = {
  scope: "environment",
  run: each(async ({ groupName }, { aws, id, region }) => {
    const inService = await instancesInService(aws, groupName);
    if (inService === undefined) return note(`not deployed yet: ${groupName} isn't there`);
    if (inService.length === 0)
      return failed(
        `no instance of ${groupName} is in service, and a rollout would be refused`,
        `aws autoscaling describe-scaling-activities --region ${region} --auto-scaling-group-name ${groupName} --max-items 5 says why`,
      );
    const online = await onlineNodes(aws, id);
    const unreachable = inService.filter((instanceId) => !online.has(instanceId));
    return unreachable.length === 0
      ? ok(
          `${inService.length} of ${inService.length} instances in service are online in Systems Manager`,
        )
      : failed(
          `${unreachable.length} of ${inService.length} instances in service are not online in Systems Manager: ${unreachable.join(", ")}`,
          `aws ec2 get-console-output --region ${region} --latest --output text --instance-id ${unreachable[0]} shows its boot; terminate it in the AWS console when it stays, and the group replaces it`,
        );
  }),
};

async function onlineNodes(aws: Aws, environmentId: string): Promise<ReadonlySet<string>> {
  const online = new Set<string>();
  await aws.readAll(
    "ssm:DescribeInstanceInformation",
    (clients, page) => managedNodes(clients, environmentId, page),
    ({ instanceId, pingStatus }) => pingStatus === "Online" && online.add(instanceId),
  );
  return online;
}
