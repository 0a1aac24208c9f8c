import {
  type GrantListEntry,
  KMSClient,
  ListAliasesCommand,
  ListGrantsCommand,
} from "@aws-sdk/client-kms";
import { awsCommand } from "../aws-command";
import type { Question, Reader } from "./question";
import { type Resource, type Resources, text } from "./resources";

/** What belongs to keys: who may use them beside their policy, and what they are called. */
export const read: Reader = (resources) =>
  resources.of("aws_kms_key").flatMap((key) => [grants(key, resources), aliases(key, resources)]);

function grants(key: Resource, resources: Resources): Question {
  const id = text(key, "key_id");
  const known = resources.known("aws_kms_grant", "grant_id");
  return {
    address: key.address,
    find: async (ask) => {
      const found = await ask.all("kms:ListGrants", KMSClient, async (client, Marker, options) => {
        const answer = await client.send(new ListGrantsCommand({ KeyId: id, Marker }), options);
        return [answer.Grants, answer.NextMarker];
      });
      return found
        .filter(({ GrantId }) => !known.has(GrantId))
        .filter((grant) => !isOfAws(grant, ask.account, resources))
        .map(({ GrantId = "", GranteePrincipal, Operations = [] }) => ({
          path: `grant[id=${GrantId}]`,
          content: null,
          what: `A grant: ${GranteePrincipal ?? "whoever it names"} may use the key for ${Operations.join(", ")}`,
          remedy: awsCommand(ask.region, "kms revoke-grant", { "key-id": id, "grant-id": GrantId }),
        }));
    },
  };
}

/**
 * Whether a service has made a grant for itself, on behalf of whoever used it with this key. Nobody but the service can
 * use one that is a service's, or one of a role that only a service can assume.
 *
 * - RDS, for a database's volumes and its managed secret: the grantee is the service.
 * - EC2 Auto Scaling, and EC2 for each volume that it attaches: the account's service-linked role, and EC2's own role
 *   with the instance's id.
 * - Lambda, for a function's variables: the function's role, while it runs as that very function.
 *
 * A principal of another account is never one of these: who uses the key there isn't ours.
 *
 * https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
function isOfAws(
  { GranteePrincipal = "", GranteeServicePrincipal, Constraints = {} }: GrantListEntry,
  account: string,
  resources: Resources,
): boolean {
  if (GranteeServicePrincipal !== undefined || isService(GranteePrincipal)) return true;
  const grantee = principalIn(GranteePrincipal);
  if (grantee?.account !== account) return false;
  if (/^role\/aws-service-role\/|^(assumed-role\/)?aws:ec2-infrastructure[:/]/.test(grantee.what))
    return true;
  const { EncryptionContextEquals = {}, EncryptionContextSubset = {} } = Constraints;
  const context = { ...EncryptionContextSubset, ...EncryptionContextEquals };
  return resources
    .of("aws_lambda_function")
    .filter(({ values }) => values.arn === context["aws:lambda:FunctionArn"])
    .some((own) => isRole(grantee, text(own, "role")));
}

function isService(principal: string): boolean {
  return /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(principal);
}

interface Principal {
  readonly account: string;
  /** Such as `role/service/name` or `assumed-role/name/session`. */
  readonly what: string;
}

function principalIn(arn: string): Principal | undefined {
  const [, account, what] = /^(?:arn:[\w-]+:(?:iam|sts)::)?(\d+):(.+)$/.exec(arn) ?? [];
  return account === undefined || what === undefined ? undefined : { account, what };
}

/** Whether it is that very role, or a session of it; the ARN of a session leaves out the role's path. */
function isRole({ account, what }: Principal, arn: string): boolean {
  const role = principalIn(arn);
  if (role === undefined || role.account !== account) return false;
  const [, assumed] = /^assumed-role\/([^/]+)\/.+$/.exec(what) ?? [];
  return what === role.what || (assumed !== undefined && assumed === role.what.split("/").at(-1));
}

function aliases(key: Resource, resources: Resources): Question {
  const KeyId = text(key, "key_id");
  const known = resources.known("aws_kms_alias", "name");
  return {
    address: key.address,
    find: async (ask) => {
      const found = await ask.all("kms:ListAliases", KMSClient, async (client, Marker, options) => {
        const input = { KeyId, Marker };
        const answer = await client.send(new ListAliasesCommand(input), options);
        return [answer.Aliases, answer.NextMarker];
      });
      return found
        .filter(({ AliasName }) => !known.has(AliasName))
        .map(({ AliasName = "" }) => ({
          path: `alias[name=${AliasName}]`,
          content: null,
          what: "A further name of the key, by which others may use it",
          remedy: awsCommand(ask.region, "kms delete-alias", { "alias-name": AliasName }),
        }));
    },
  };
}
