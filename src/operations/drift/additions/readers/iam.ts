import { IAMClient, ListInstanceProfilesForRoleCommand } from "@aws-sdk/client-iam";
import { awsCommand } from "../aws-command";
import type { Question, Reader } from "./question";
import { type Resource, type Resources, text } from "./resources";

/** Instance profiles, with which instances take roles. A role's policies and its trust are among its attributes. */
export const read: Reader = (resources) =>
  resources.of("aws_iam_role").map((role) => profiles(role, resources));

function profiles(role: Resource, resources: Resources): Question {
  const RoleName = text(role, "name");
  const known = resources.known("aws_iam_instance_profile", "name");
  return {
    address: role.address,
    find: async (ask) => {
      const found = await ask.all(
        "iam:ListInstanceProfilesForRole",
        IAMClient,
        async (client, Marker, options) => {
          const command = new ListInstanceProfilesForRoleCommand({ RoleName, Marker });
          const answer = await client.send(command, options);
          return [answer.InstanceProfiles, answer.Marker];
        },
      );
      return found
        .filter(({ InstanceProfileName }) => !known.has(InstanceProfileName))
        .map(({ InstanceProfileName = "" }) => ({
          path: `instance_profile[name=${InstanceProfileName}]`,
          content: null,
          what: "A further instance profile, with which other instances may take the role",
          remedy: awsCommand(ask.region, "iam remove-role-from-instance-profile", {
            "instance-profile-name": InstanceProfileName,
            "role-name": RoleName,
          }),
        }));
    },
  };
}
