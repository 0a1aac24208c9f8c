import { ListAssociationsCommand, SSMClient } from "@aws-sdk/client-ssm";
import { awsCommand } from "../aws-command";
import type { Question, Reader } from "./question";
import { type Resource, type Resources, text } from "./resources";

/** Associations, which run documents by themselves. Permissions and versions of a document are among its attributes. */
export const read: Reader = (resources) =>
  resources.of("aws_ssm_document").map((document) => associations(document, resources));

function associations(document: Resource, resources: Resources): Question {
  const name = text(document, "name");
  const known = resources.known("aws_ssm_association", "association_id");
  return {
    address: document.address,
    find: async (ask) => {
      const found = await ask.all(
        "ssm:ListAssociations",
        SSMClient,
        async (client, NextToken, options) => {
          const AssociationFilterList = [{ key: "Name" as const, value: name }];
          const command = new ListAssociationsCommand({ AssociationFilterList, NextToken });
          const answer = await client.send(command, options);
          return [answer.Associations, answer.NextToken];
        },
      );
      return found
        .filter(({ AssociationId }) => !known.has(AssociationId))
        .map(({ AssociationId = "", LastExecutionDate, Overview, ...association }) => ({
          path: `association[id=${AssociationId}]`,
          content: association,
          what: `An association, which runs the document (${association.ScheduleExpression ?? "once"}) on ${targetsText(association.Targets)}`,
          remedy: awsCommand(ask.region, "ssm delete-association", {
            "association-id": AssociationId,
          }),
        }));
    },
  };
}

function targetsText(
  targets: readonly {
    readonly Key?: string | undefined;
    readonly Values?: readonly string[] | undefined;
  }[] = [],
): string {
  const texts = targets.map(({ Key, Values = [] }) => `${Key}=${Values.join(" ")}`);
  return texts.join(", ") || "the instances that it names";
}
