import type { Json } from "../compare/json";
import { anyOf, type Guard, gone, guarded, lowered, raised, removal, turnedOff } from "./rule";

/** From the smallest. https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html */
const sizes = ["nano", "micro", "small", "medium", "large", "xlarge"];

const becomesSmaller: Guard["isWeaker"] = (before, after) => sizeOf(after) < sizeOf(before);

/** Of an instance type or a database's class, such as `db.m7g.2xlarge`; not a number for what isn't one. */
function sizeOf(type: Json | undefined): number {
  const [, times, word = ""] =
    /\.(\d*)(nano|micro|small|medium|large|xlarge|metal)/.exec(String(type)) ?? [];
  const size = sizes.indexOf(word);
  return size < 0 ? Number.NaN : size + (times ? Number(times) : 0);
}

/** Less is there for users than before. */
export const capacityLowered = anyOf(
  guarded([
    {
      attribute: /^(min_size|max_size|desired_capacity|min_capacity|max_capacity|desired_count)$/,
      isWeaker: lowered,
      says: "fewer instances serve",
    },
    {
      attribute: /(^|\.)(instance_type|instance_class|node_type)$/,
      isWeaker: becomesSmaller,
      says: "it is smaller",
    },
    {
      attribute: /(^|\.)override\.instance_type$/,
      isWeaker: gone,
      says: "where the others are sold out, nothing is launched",
    },
    {
      attribute:
        /(^|\.)(allocated_storage|max_allocated_storage|volume_size|iops|throughput|memory_size|reserved_concurrent_executions|cpu|memory)$/,
      isWeaker: lowered,
      says: "it has less room",
    },
    {
      attribute: /^multi_az$/,
      isWeaker: turnedOff,
      says: "with its zone, the database is gone",
    },
    {
      attribute: /(^|\.)target_value$/,
      types: /^aws_(autoscaling|appautoscaling)_policy$/,
      isWeaker: raised,
      says: "fewer instances carry the same load",
    },
    {
      attribute: /^health_check_type$/,
      types: /^aws_autoscaling_group$/,
      isWeaker: (before, after) => before === "ELB" && after !== "ELB",
      says: "an instance whose application doesn't answer is no longer replaced",
    },
    {
      attribute: /(^|\.)min_healthy_percentage$/,
      isWeaker: lowered,
      says: "fewer instances serve while they are replaced",
    },
  ]),
  removal({
    aws_autoscaling_policy: "nothing is added by itself where the load grows",
    aws_appautoscaling_policy: "nothing is added by itself where the load grows",
  }),
);
