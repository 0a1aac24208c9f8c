import type { Case } from "./case";
import { asg, db, harmlessDatabase } from "./samples";

export const capacityLowered: readonly Case[] = [
  {
    name: "a removed scaling policy",
    before: { "aws_autoscaling_policy.cpu": { name: "cpu", enabled: true } },
    danger: {},
    says: "aws_autoscaling_policy.cpu: removed (aws_autoscaling_policy): nothing is added",
    harmless: { "aws_autoscaling_policy.cpu": { name: "cpu" } },
  },
  {
    name: "fewer instances",
    before: asg({}),
    danger: asg({ min_size: 2 }),
    says: "min_size 3 → 2: fewer instances serve",
    harmless: asg({ max_size: 8 }),
  },
  {
    name: "a smaller database",
    before: db({ instance_class: "db.m7g.2xlarge" }),
    danger: db({ instance_class: "db.m7g.xlarge" }),
    says: "instance_class db.m7g.2xlarge → db.m7g.xlarge: it is smaller",
    harmless: db({ instance_class: "db.m8g.2xlarge" }),
  },
  {
    name: "one zone",
    before: db({}),
    danger: db({ multi_az: false }),
    says: "multi_az true → false: with its zone, the database is gone",
    harmless: harmlessDatabase,
  },
  {
    name: "a higher target",
    before: {
      "aws_autoscaling_policy.cpu": { target_tracking_configuration: { target_value: 50 } },
    },
    danger: {
      "aws_autoscaling_policy.cpu": { target_tracking_configuration: { target_value: 70 } },
    },
    says: "target_value 50 → 70: fewer instances carry the same load",
    harmless: {
      "aws_autoscaling_policy.cpu": { target_tracking_configuration: { target_value: 40 } },
    },
  },
  {
    name: "instances that no load balancer judges",
    before: asg({ health_check_type: "ELB" }),
    danger: asg({ health_check_type: "EC2" }),
    says: "health_check_type ELB → EC2: an instance whose application doesn't answer is no longer replaced",
    harmless: asg({ health_check_type: "ELB", health_check_grace_period: 600 }),
  },
];
