import { ListAccessPointsCommand, S3ControlClient } from "@aws-sdk/client-s3-control";
import { awsCommand } from "../aws-command";
import type { Question, Reader } from "./question";
import { type Resource, type Resources, text } from "./resources";

/** Access points of buckets, each of which has a policy of its own. */
export const read: Reader = (resources) =>
  resources.of("aws_s3_bucket").map((bucket) => question(bucket, resources));

/** Asks an endpoint of somebody's own as it is: the SDK puts the account's id before its name, which no IP address has. */
class OwnEndpoint extends S3ControlClient {
  constructor(...configuration: ConstructorParameters<typeof S3ControlClient>) {
    super(...configuration);
    const { endpointProvider } = this.config;
    this.config.endpointProvider = (parameters, context) => {
      const isOwn = parameters.Endpoint !== undefined;
      return endpointProvider(
        isOwn ? { ...parameters, RequiresAccountId: false } : parameters,
        context,
      );
    };
  }
}

function question(bucket: Resource, resources: Resources): Question {
  const Bucket = text(bucket, "bucket");
  const known = resources.known("aws_s3_access_point", "name", { bucket: Bucket });
  return {
    address: bucket.address,
    find: async (ask) => {
      const AccountId = ask.account;
      const found = await ask.all(
        "s3:ListAccessPoints",
        OwnEndpoint,
        async (client, NextToken, options) => {
          const command = new ListAccessPointsCommand({ AccountId, Bucket, NextToken });
          const answer = await client.send(command, options);
          return [answer.AccessPointList, answer.NextToken];
        },
      );
      return found
        .filter(({ Name }) => !known.has(Name))
        .map(({ Name = "", NetworkOrigin, VpcConfiguration }) => ({
          path: `access_point[name=${Name}]`,
          content: [NetworkOrigin, VpcConfiguration],
          what: `An access point, whose policy may let others in (from: ${NetworkOrigin})`,
          remedy: awsCommand(ask.region, "s3control delete-access-point", {
            "account-id": AccountId,
            name: Name,
          }),
        }));
    },
  };
}
