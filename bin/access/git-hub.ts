import { account } from "../../src/systems/configuration/account";
import { roleBoundaryName } from "../../src/systems/foundation/names";
import { callsOf } from "./calls";
import {
  changing,
  giveRoles,
  inThree,
  type Policy,
  policy,
  reading,
  readState,
  states,
  writeState,
} from "./parts";
import { changes, foundationChanges, reads, roleRights } from "./provider-needs";
import { arnsOf, deny, type Statement, serviceOf, statement } from "./statements";
import type { System } from "./systems";

interface Recorded {
  readonly plan: readonly string[];
  readonly apply: readonly string[];
}

/**
 * The policies of GitHub's jobs of one system: `NAME-check-…` for those that plan, and `NAME-apply-…` beside them for
 * those that apply. Where AWS lets resources be named they are the system's own, and `NAME-apply-limits` takes away
 * what is left.
 *
 * @param gitHubRoles names of the roles of the system that GitHub's jobs take on
 */
export function gitHubPolicies(
  system: System,
  gitHubRoles: readonly string[],
  recorded: Recorded,
): Readonly<Record<string, Policy>> {
  const { name } = system;
  const its = (actions: readonly string[]) =>
    actions.filter((action) => system.has.includes(serviceOf(action)));
  const check = reading(
    its([...recorded.plan, ...reads, ...callsOf("aws", "drift", "bake", "apply")]),
  );
  const apply = changing(its([...recorded.apply, ...changes])).filter(
    (action) => ![...foundationChanges, ...roleRights].includes(action) && !elsewhere.test(action),
  );
  const roles = [`arn:aws:iam::${account.id}:role/${name}-*`];
  return {
    ...inThree(
      `${name}-check`,
      check,
      [system],
      [statement("FindState", ["s3:ListBucket"], [states]), ...readState(`${name}-*`)],
    ),
    ...inThree(
      `${name}-apply`,
      apply,
      [system],
      [
        writeState(`${name}-*`),
        giveRoles([system]),
        statement("BoundRoles", roleRights, roles, {
          ArnLike: { "iam:PermissionsBoundary": boundaries(name) },
        }),
        // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html
        statement("OwnRecords", ["route53:ChangeResourceRecordSets"], arnsOf("route53", [system]), {
          "ForAllValues:StringLike": {
            "route53:ChangeResourceRecordSetsNormalizedRecordNames": `${name}.*`,
          },
        }),
      ],
    ),
    [`${name}-apply-limits`]: policy(limits(system, gitHubRoles)),
  };
}

/** Allowed by a statement of its own, or not asked for: a secret that RDS keeps isn't told from another system's. */
const elsewhere =
  /^(route53:ChangeResourceRecordSets|secretsmanager:(?!(CreateSecret|TagResource)$).*)$/;

const boundaries = (name: string) =>
  `arn:aws:iam::${account.id}:policy/${roleBoundaryName(name, "*")}`;

/**
 * What the system's applies may not do, whatever else allows it. Resources with ids are told apart by their tags.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
 */
function limits({ name, has }: System, gitHubRoles: readonly string[]): Statement[] {
  const tagged = has.filter((service) => !/^(acm|route53)$/.test(service));
  return [
    deny(
      "LeaveOtherSystemsAlone",
      tagged.map((service) => `${service}:*`),
      "*",
      {
        StringEquals: { "aws:ResourceTag/ProjectId": account.projectId },
        StringNotEquals: { "aws:ResourceTag/System": name },
      },
    ),
    // Also those that nobody has tagged, such as the default VPC, which another system stands on.
    deny("LeaveOtherNetworksAlone", networkChanges, networks, notTagged(name)),
    deny("BuildInNoOtherNetwork", builtIn, [arn("vpc")], notTagged(name)),
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
    deny("TakeNoNetworkOver", ["ec2:CreateTags", "ec2:DeleteTags"], networks, {
      ...notTagged(name),
      Null: { "ec2:CreateAction": "true" },
    }),
    deny(
      "LeaveGitHubsRolesAlone",
      ["iam:*"],
      gitHubRoles.map((role) => `arn:aws:iam::${account.id}:role/${role}`),
    ),
  ];
}

const notTagged = (name: string) => ({ StringNotEquals: { "aws:ResourceTag/System": name } });

const arn = (kind: string) => `arn:aws:ec2:*:${account.id}:${kind}/*`;
const networks = ["internet-gateway", "route-table", "subnet", "vpc", "vpc-endpoint"].map(arn);

/** What is made in a VPC that is there already. */
const builtIn = ["FlowLogs", "RouteTable", "SecurityGroup", "Subnet", "VpcEndpoint"].map(
  (what) => `ec2:Create${what}`,
);

/** Of what is there already, and of a route, which has no tags. */
const networkChanges = changes.filter(
  (action) =>
    /^ec2:(Attach|Create|Delete|Detach|Associate|Disassociate|Modify|Replace)(InternetGateway|Route|RouteTable|RouteTableAssociation|Subnet|SubnetAttribute|Vpc|VpcAttribute|VpcEndpoints?)$/.test(
      action,
    ) && !/^ec2:Create(?!Route$)/.test(action),
);
