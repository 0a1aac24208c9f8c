import { wrongAccount } from "../account";
import { type Call, CallFailure } from "../call";
import type { Calls } from "../calls";
import type { AutoScalingGroup } from "./group";

interface GroupPort<Group> {
  describeGroup(groupName: string, call: Call): Promise<Group | undefined>;
}

/**
 * The environment's group.
 *
 * @throws CallFailure, also when there is none, or when it is another account's
 */
export async function ownGroup<Group extends Pick<AutoScalingGroup, "accountId">>(
  target: { readonly accountId: string; readonly groupName: string; readonly region: string },
  port: GroupPort<Group>,
  calls: Calls,
): Promise<Group> {
  const { accountId, groupName, region } = target;
  const group = await calls.read((call) => port.describeGroup(groupName, call));
  if (group === undefined)
    throw new CallFailure(
      "not found",
      `There is no auto scaling group ${groupName} in ${region} for these credentials: they must be of the account ${accountId}, and the environment must be applied`,
      "not-applied",
    );
  if (group.accountId !== undefined && group.accountId !== accountId)
    throw new CallFailure("denied", wrongAccount(group.accountId, accountId), "wrong-account");
  return group;
}
