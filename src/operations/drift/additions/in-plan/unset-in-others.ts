import { elements, isObject } from "../../judge/values";
import { type CloudObject, type CloudObjects, text } from "./cloud-objects";
import { commandOn, is, type Unset } from "./unset";

/** Names that a list of the object's attribute holds. */
const named = ({ found }: CloudObject, attribute: string, name?: string): string[] =>
  elements(found[attribute]).flatMap((each) => {
    const value = name === undefined ? each : isObject(each) && each[name];
    return typeof value === "string" ? value : [];
  });
const onGroup = (object: CloudObject, operation: string, options: object) =>
  commandOn(object, `autoscaling ${operation}`, {
    "auto-scaling-group-name": text(object.found, "name"),
    ...options,
  });
/** What resources of the code give a role, or undefined where one of them owns all of the kind. */
const ofRole = (
  { found }: CloudObject,
  objects: CloudObjects,
  [each, attribute, exclusive]: readonly [string, string, string],
): readonly unknown[] | undefined => {
  if (objects.having(exclusive, "role_name", found.name).length > 0) return undefined;
  return objects.having(each, "role", found.name).map((values) => values[attribute]);
};

/** Routes of a table that no resource of the code makes. The provider leaves out those of gateway endpoints. */
function strangeRoutes(value: unknown, { found }: CloudObject, objects: CloudObjects) {
  const ours = objects
    .having("aws_route", "route_table_id", found.id)
    .map((each) => each.destination_cidr_block);
  return elements(value).filter((each) => isObject(each) && !ours.includes(each.cidr_block));
}

/** Nothing, or what a resource of the code says of the queue. */
function hasOwn(type: string): NonNullable<Unset["settled"]> {
  return (value, { found }, objects) =>
    value === "" || objects.having(type, "queue_url", found.url).length > 0;
}

const onQueue = (object: CloudObject, attribute: string) =>
  commandOn(object, "sqs set-queue-attributes", {
    "queue-url": text(object.found, "url"),
    attributes: `${attribute}=`,
  });

/** The values that AWS gives stand in AWS's and the provider's documentation of each. */
export const unsetInOthers: readonly Unset[] = [
  {
    type: "aws_autoscaling_group",
    attribute: "default_cooldown",
    settled: is(300),
    what: "How long simple scaling waits",
    remedy: (object) => onGroup(object, "update-auto-scaling-group", { "default-cooldown": "300" }),
  },
  {
    type: "aws_autoscaling_group",
    attribute: "load_balancers",
    what: "Classic load balancers that get the group's instances as targets",
    remedy: (object) =>
      onGroup(object, "detach-load-balancers", {
        "load-balancer-names": named(object, "load_balancers"),
      }),
  },
  {
    type: "aws_autoscaling_group",
    attribute: "traffic_source",
    // Target groups are among them, and the group has those in another attribute.
    settled: (value, { found }) =>
      elements(value).every(
        (each) => isObject(each) && elements(found.target_group_arns).includes(each.identifier),
      ),
    what: "Sources of traffic that get the group's instances as targets",
    remedy: (object) => {
      const ours = named(object, "target_group_arns");
      const others = elements(object.found.traffic_source)
        .filter(isObject)
        .filter(({ identifier }) => !ours.includes(String(identifier)));
      return onGroup(object, "detach-traffic-sources", {
        "traffic-sources": others.map(
          ({ identifier, type }) => `Identifier=${identifier}${type ? `,Type=${type}` : ""}`,
        ),
      });
    },
  },
  {
    type: "aws_autoscaling_group",
    attribute: "service_linked_role_arn",
    settled: (value) => String(value).endsWith("/AWSServiceRoleForAutoScaling"),
    what: "The role with which EC2 Auto Scaling acts",
    remedy: (object) =>
      onGroup(object, "update-auto-scaling-group", {
        "service-linked-role-arn": text(object.found, "service_linked_role_arn").replace(
          /\/[^/]+$/,
          "/AWSServiceRoleForAutoScaling",
        ),
      }),
  },
  {
    type: "aws_db_instance",
    attribute: "replicas",
    what: "Read replicas, which hold all of the database's data",
    // One in another region is named by its ARN. Promoted, it would keep all data.
    remedy: (object) =>
      named(object, "replicas")
        .map((each) => {
          const found = each.startsWith("arn:") ? { arn: each } : object.found;
          return commandOn({ ...object, found }, "rds delete-db-instance", {
            "db-instance-identifier": each.split(":").at(-1) ?? each,
            "skip-final-snapshot": true,
          });
        })
        .join(" && "),
  },
  {
    type: "aws_db_instance",
    attribute: "network_type",
    settled: is("IPV4"),
    what: "Kinds of addresses under which the database may be reached",
    remedy: (object) =>
      commandOn(object, "rds modify-db-instance", {
        "db-instance-identifier": text(object.found, "identifier"),
        "network-type": "IPV4",
        "apply-immediately": true,
      }),
  },
  {
    type: "aws_iam_role",
    attribute: "managed_policy_arns",
    settled: (value, object, objects) => {
      const ours = ofRole(object, objects, [
        "aws_iam_role_policy_attachment",
        "policy_arn",
        "aws_iam_role_policy_attachments_exclusive",
      ]);
      return ours === undefined || elements(value).every((each) => ours.includes(each));
    },
    what: "Attached policies that say what the role may, ours among them or not",
    remedy: (object) =>
      `detach each that isn't ours: ${named(object, "managed_policy_arns")
        .map((arn) =>
          commandOn(object, "iam detach-role-policy", {
            "role-name": text(object.found, "name"),
            "policy-arn": arn,
          }),
        )
        .join(", or ")}`,
  },
  {
    type: "aws_iam_role",
    attribute: "inline_policy",
    settled: (value, object, objects) => {
      const ours = ofRole(object, objects, [
        "aws_iam_role_policy",
        "name",
        "aws_iam_role_policies_exclusive",
      ]);
      return (
        ours === undefined ||
        elements(value).every((each) => isObject(each) && (!each.name || ours.includes(each.name)))
      );
    },
    what: "Inline policies that say what the role may, ours among them or not",
    remedy: (object) =>
      `delete each that isn't ours: ${named(object, "inline_policy", "name")
        .map((name) =>
          commandOn(object, "iam delete-role-policy", {
            "role-name": text(object.found, "name"),
            "policy-name": name,
          }),
        )
        .join(", or ")}`,
  },
  {
    type: "aws_kms_key",
    attribute: "rotation_period_in_days",
    settled: is(0, 365),
    what: "Days until the key is rotated",
    remedy: (object) =>
      commandOn(object, "kms enable-key-rotation", {
        "key-id": text(object.found, "key_id"),
        "rotation-period-in-days": "365",
      }),
  },
  {
    type: "aws_lambda_function",
    attribute: "ephemeral_storage",
    settled: is([{ size: 512 }]),
    what: "The function's room for files",
    remedy: (object) =>
      commandOn(object, "lambda update-function-configuration", {
        "function-name": text(object.found, "function_name"),
        "ephemeral-storage": "Size=512",
      }),
  },
  {
    type: "aws_launch_template",
    attribute: "default_version",
    settled: is(1),
    what: "The version that whoever names none launches instances from",
    remedy: (object) =>
      commandOn(object, "ec2 modify-launch-template", {
        "launch-template-id": text(object.found, "id"),
        "default-version": "1",
      }),
  },
  {
    type: "aws_route_table",
    attribute: "propagating_vgws",
    what: "Virtual private gateways that write routes",
    remedy: (object) =>
      named(object, "propagating_vgws")
        .map((gateway) =>
          commandOn(object, "ec2 disable-vgw-route-propagation", {
            "route-table-id": text(object.found, "id"),
            "gateway-id": gateway,
          }),
        )
        .join(" && "),
  },
  {
    type: "aws_route_table",
    attribute: "route",
    settled: (value, object, objects) => strangeRoutes(value, object, objects).length === 0,
    what: "Routes of the table, ours among them or not",
    remedy: (object) =>
      `delete each that isn't ours, in the AWS console: ${commandOn(
        object,
        "ec2 describe-route-tables",
        { "route-table-ids": text(object.found, "id") },
      )} shows them`,
  },
  {
    type: "aws_secretsmanager_secret",
    attribute: "policy",
    ownedBy: "aws_secretsmanager_secret_policy",
    what: "A resource policy that says who may read or change the secret",
    remedy: (object) =>
      commandOn(object, "secretsmanager delete-resource-policy", {
        "secret-id": text(object.found, "arn"),
      }),
  },
  {
    type: "aws_secretsmanager_secret",
    attribute: "replica",
    what: "Copies of the secret in other regions",
    remedy: (object) =>
      commandOn(object, "secretsmanager remove-regions-from-replication", {
        "secret-id": text(object.found, "arn"),
        "remove-replica-regions": named(object, "replica", "region"),
      }),
  },
  {
    type: "aws_sqs_queue",
    attribute: "redrive_policy",
    settled: hasOwn("aws_sqs_queue_redrive_policy"),
    what: "Where the queue's messages go when nobody deletes them",
    remedy: (object) => onQueue(object, "RedrivePolicy"),
  },
  {
    type: "aws_sqs_queue",
    attribute: "redrive_allow_policy",
    settled: hasOwn("aws_sqs_queue_redrive_allow_policy"),
    what: "Which queues' messages go to this one when nobody deletes them",
    remedy: (object) => onQueue(object, "RedriveAllowPolicy"),
  },
  {
    type: "aws_ssm_document",
    attribute: "latest_version",
    settled: (value, { found }) => value === found.default_version,
    what: "There is a newer version than the default, which somebody may name",
    remedy: (object) =>
      commandOn(object, "ssm delete-document", {
        name: text(object.found, "name"),
        "document-version": text(object.found, "latest_version"),
      }),
  },
  {
    type: "aws_ssm_parameter",
    attribute: "tier",
    settled: is("Standard"),
    what: "The tier; advanced parameters can be shared with other accounts",
    remedy: deletedFirst,
  },
  {
    type: "aws_ssm_parameter",
    attribute: "data_type",
    settled: is("text"),
    what: "What the value stands for",
    remedy: deletedFirst,
  },
];

/** AWS changes neither of a parameter that is there. */
function deletedFirst(object: CloudObject): string {
  const command = commandOn(object, "ssm delete-parameter", { name: text(object.found, "name") });
  return `delete it, and apply at once, which makes it anew: ${command}`;
}
