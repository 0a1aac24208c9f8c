import type { Reader } from "./question";

/**
 * Which types of resources have something that no plan shows, and what reads it. A service's client is loaded only
 * where there is a resource of its types.
 */
const services: readonly {
  readonly types: readonly string[];
  readonly load: () => Promise<{ readonly read: Reader }>;
}[] = [
  { types: ["aws_autoscaling_group"], load: () => import("./auto-scaling") },
  { types: ["aws_cloudwatch_log_group"], load: () => import("./logs") },
  { types: ["aws_db_instance"], load: () => import("./rds") },
  { types: ["aws_iam_role"], load: () => import("./iam") },
  { types: ["aws_kms_key"], load: () => import("./kms") },
  { types: ["aws_lambda_function"], load: () => import("./lambda") },
  { types: ["aws_lb", "aws_lb_listener"], load: () => import("./load-balancing") },
  { types: ["aws_lb_target_group"], load: () => import("./targets") },
  { types: ["aws_s3_bucket"], load: () => import("./access-points") },
  { types: ["aws_s3_bucket"], load: () => import("./s3") },
  {
    types: ["aws_secretsmanager_secret", "aws_db_instance"],
    load: () => import("./secrets-manager"),
  },
  { types: ["aws_ssm_document"], load: () => import("./ssm") },
];

/** The readers of all services that have a resource of these types. */
export function readersOf(types: readonly string[]): Promise<readonly Reader[]> {
  const needed = services.filter((service) => service.types.some((type) => types.includes(type)));
  return Promise.all(needed.map(async ({ load }) => (await load()).read));
}
