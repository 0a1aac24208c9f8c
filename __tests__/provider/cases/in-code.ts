import { application } from "../../../src/systems/test-app/application";
import type { CaseGroup } from "./case";

const name = `${application}-uat-us-east-1`;

/** What people write: an apply makes all of it. */
export const inCode: CaseGroup = {
  title: "in the code",
  stack: "uat-us-east-1",
  verdict: "PENDING",
  cases: [
    {
      title: "a larger database",
      inCode: (code) => {
        code.block("aws_db_instance.database_this").instance_class = "db.m7g.large";
      },
      findings: ["pending update aws_db_instance.database_this: instance_class"],
    },
    {
      title: "a parameter of the database",
      inCode: (code) => {
        const { parameter } = code.block("aws_db_parameter_group.database_parameter-group_this");
        parameter.find((each: { name: string }) => each.name === "long_query_time").value = "2";
      },
      findings: [
        "pending update aws_db_parameter_group.database_parameter-group_this: parameter[name=long_query_time].value",
      ],
    },
    {
      title: "a log that is kept longer",
      inCode: (code) => {
        code.block("aws_cloudwatch_log_group.log-group_system").retention_in_days = 400;
      },
      findings: ["pending update aws_cloudwatch_log_group.log-group_system: retention_in_days"],
    },
    {
      title: "memory of a function",
      inCode: (code) => {
        code.block("aws_lambda_function.updater-function_this").memory_size = 512;
      },
      findings: ["pending update aws_lambda_function.updater-function_this: memory_size"],
    },
    {
      title: "another health check",
      inCode: (code) => {
        code.block("aws_lb_target_group.target-group_this").health_check.path = "/ready";
      },
      findings: ["pending update aws_lb_target_group.target-group_this: health_check[0].path"],
    },
    {
      title: "the load balancer's time-out",
      inCode: (code) => {
        code.block("aws_lb.load-balancer_this").idle_timeout = 30;
      },
      findings: ["pending update aws_lb.load-balancer_this: idle_timeout"],
    },
    {
      title: "another boot script",
      inCode: (code) => {
        code.block("aws_launch_template.launch-template_this").user_data = "IyEvYmluL3NoCg==";
      },
      findings: [
        "pending update aws_launch_template.launch-template_this: user_data",
        "pending update aws_autoscaling_group.group_this: mixed_instances_policy[0].launch_template[0].launch_template_specification[0].version <- aws_launch_template.launch-template_this",
      ],
    },
    {
      title: "a parameter's name",
      inCode: (code) => {
        code.block("aws_ssm_parameter.database-parameter_port").name =
          `/${application}/uat-us-east-1/port`;
      },
      findings: ["pending replace aws_ssm_parameter.database-parameter_port: name"],
    },
    {
      title: "a scaling policy less",
      inCode: (code) => {
        code.remove("aws_autoscaling_policy.scaling_network-out");
      },
      findings: ["pending delete aws_autoscaling_policy.scaling_network-out"],
    },
    {
      title: "a log group more",
      inCode: (code) => {
        code.add("aws_cloudwatch_log_group.new", { name: `/${application}/uat-us-east-1/new` });
      },
      findings: ["pending create aws_cloudwatch_log_group.new"],
    },
  ],
};

/** Both, on one resource and on several. */
export const both: CaseGroup = {
  title: "by hand and in the code",
  stack: "uat-us-east-1",
  verdict: "DRIFTED_AND_PENDING",
  cases: [
    {
      title: "two attributes of the database",
      byHand: () => [
        [
          "rds",
          "modify_db_instance",
          { DBInstanceIdentifier: name, BackupRetentionPeriod: 1, ApplyImmediately: true },
        ],
      ],
      inCode: (code) => {
        code.block("aws_db_instance.database_this").instance_class = "db.m7g.large";
      },
      findings: [
        "drift update aws_db_instance.database_this: backup_retention_period",
        "pending update aws_db_instance.database_this: instance_class",
      ],
    },
    {
      title: "one attribute of a log group",
      byHand: () => [
        [
          "logs",
          "put_retention_policy",
          { logGroupName: `/${application}/uat-us-east-1/system`, retentionInDays: 1 },
        ],
      ],
      inCode: (code) => {
        code.block("aws_cloudwatch_log_group.log-group_system").retention_in_days = 400;
      },
      findings: [
        "drift update aws_cloudwatch_log_group.log-group_system: retention_in_days",
        "pending update aws_cloudwatch_log_group.log-group_system: retention_in_days",
      ],
    },
  ],
};
