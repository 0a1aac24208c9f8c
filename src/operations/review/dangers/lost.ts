import type { Change } from "../compare/changes";
import { documentation } from "../compare/replacement";
import type { Rule } from "./rule";

/** What is lost with a resource, by its type: its data, or what users reach. */
export const losses: Readonly<Record<string, string>> = {
  aws_autoscaling_group: "all its instances end at once",
  aws_cloudwatch_log_group: "its log is lost",
  aws_db_instance: "its data is lost but for what a snapshot has",
  aws_dynamodb_table: "its data is lost",
  aws_ebs_volume: "its data is lost",
  aws_efs_file_system: "its data is lost",
  aws_kms_key: "whatever it encrypted can't be read again",
  aws_lb: "users reach nothing until another one is there, under another DNS name",
  aws_lb_listener: "users reach nothing on its port",
  aws_lb_target_group: "what takes its place has nothing healthy at first",
  aws_s3_bucket: "its objects are lost, and its name may be taken by somebody else",
  aws_secretsmanager_secret: "its value is lost once its recovery window is over",
  aws_security_group: "its members are cut off meanwhile",
};

/** Something that holds data, or that users reach, is removed, or destroyed and made again. */
export const statefulLost: Rule = ({ changes }) =>
  changes.flatMap((change) => {
    const loss = losses[change.type];
    const how = howLost(change);
    if (loss === undefined || how === undefined) return [];
    const found = { subject: change.construct, what: `${how}: ${loss}` };
    return [change.action === "removed" ? found : { ...found, remedy: documentation(change.type) }];
  });

function howLost({ action, type, replacedBy }: Change): string | undefined {
  if (action === "removed") return `removed (${type})`;
  if (replacedBy === null || replacedBy.length === 0) return undefined;
  return `replaced (${type}), because ${replacedBy.join(" and ")} ${replacedBy.length === 1 ? "changes" : "change"}`;
}

/** Nobody has said what replaces a resource of this type, so nobody knows what its change does. */
export const replacementUnknown: Rule = ({ changes }) =>
  changes
    .filter(({ replacedBy }) => replacedBy === null)
    .map(({ construct, type }) => ({
      subject: construct,
      what: `changes (${type}), and whether that replaces it isn't known`,
      remedy: `read ${documentation(type)}, and add the type to src/operations/review/compare/replacement.ts`,
    }));
