import { application } from "../../../../src/systems/test-app/application";
import type { Case } from "../case";

const name = `${application}-uat-us-east-1`;

/** Instances, functions and what is run on them. */
export const inMachines: readonly Case[] = [
  {
    title: "a larger group",
    byHand: () => [
      [
        "autoscaling",
        "update_auto_scaling_group",
        { AutoScalingGroupName: name, MinSize: 2, MaxSize: 20 },
      ],
    ],
    findings: ["drift update aws_autoscaling_group.group_this: max_size, min_size"],
  },
  {
    title: "another target of a scaling policy",
    byHand: () => [
      [
        "autoscaling",
        "put_scaling_policy",
        {
          AutoScalingGroupName: name,
          PolicyName: `${name}-cpu`,
          PolicyType: "TargetTrackingScaling",
          TargetTrackingConfiguration: {
            PredefinedMetricSpecification: { PredefinedMetricType: "ASGAverageCPUUtilization" },
            TargetValue: 90,
          },
        },
      ],
    ],
    findings: [
      "drift update aws_autoscaling_policy.scaling_cpu: target_tracking_configuration[0].target_value",
    ],
  },
  {
    title: "a scaling policy deleted",
    byHand: () => [
      [
        "autoscaling",
        "delete_policy",
        { AutoScalingGroupName: name, PolicyName: `${name}-network-in` },
      ],
    ],
    findings: ["drift create aws_autoscaling_policy.scaling_network-in"],
  },
  {
    title: "time-out and a variable of a function",
    byHand: (state) => [
      [
        "lambda",
        "update_function_configuration",
        {
          FunctionName: `${name}-autoupdater`,
          Timeout: 3,
          Environment: {
            Variables: {
              ...state("aws_lambda_function.updater-function_this").environment[0].variables,
              ENVIRONMENT_ID: "production-us-east-1",
            },
          },
        },
      ],
    ],
    findings: [
      "drift update aws_lambda_function.updater-function_this: environment[0].variables.ENVIRONMENT_ID, timeout",
    ],
  },
  {
    title: "no limit to a function's copies",
    byHand: () => [
      ["lambda", "delete_function_concurrency", { FunctionName: `${name}-database-user` }],
    ],
    findings: [
      "drift update aws_lambda_function.database-user_this: reserved_concurrent_executions",
    ],
  },
  {
    title: "a function that is started again",
    byHand: () => [
      [
        "lambda",
        "put_function_event_invoke_config",
        {
          FunctionName: `${name}-autoupdater`,
          MaximumRetryAttempts: 2,
          MaximumEventAgeInSeconds: 60,
        },
      ],
    ],
    findings: [
      "drift update aws_lambda_function_event_invoke_config.updater-function_asynchronous: maximum_retry_attempts",
    ],
  },
  {
    title: "what the document runs",
    byHand: (state) => [
      [
        "ssm",
        "update_document",
        {
          Name: `${name}-autoupdater`,
          DocumentVersion: "$LATEST",
          Content: state("aws_ssm_document.updater-document_this").content.replace(
            "Runs the updater",
            "Runs something",
          ),
        },
      ],
      [
        "ssm",
        "update_document_default_version",
        { Name: `${name}-autoupdater`, DocumentVersion: "2" },
      ],
    ],
    findings: ["drift update aws_ssm_document.updater-document_this: content"],
  },
];
