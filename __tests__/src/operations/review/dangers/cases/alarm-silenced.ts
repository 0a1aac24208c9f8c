import type { Case } from "./case";

const alarm = { alarm_name: "cpu", threshold: 80, alarm_actions: ["topic"], actions_enabled: true };

export const alarmSilenced: readonly Case[] = [
  {
    name: "a removed alarm",
    before: { "aws_cloudwatch_metric_alarm.cpu": alarm },
    danger: {},
    says: "aws_cloudwatch_metric_alarm.cpu: removed (aws_cloudwatch_metric_alarm): nobody hears of it",
    harmless: { "aws_cloudwatch_metric_alarm.cpu": { ...alarm, threshold: 75 } },
  },
  {
    name: "no actions",
    before: { "aws_cloudwatch_metric_alarm.cpu": alarm },
    danger: { "aws_cloudwatch_metric_alarm.cpu": { ...alarm, alarm_actions: [] } },
    says: "aws_cloudwatch_metric_alarm.cpu: no alarm_actions",
    harmless: { "aws_cloudwatch_metric_alarm.cpu": { ...alarm, alarm_actions: ["other"] } },
  },
  {
    name: "actions that are off",
    before: { "aws_cloudwatch_metric_alarm.cpu": alarm },
    danger: { "aws_cloudwatch_metric_alarm.cpu": { ...alarm, actions_enabled: false } },
    says: "actions_enabled true → false: nobody hears of it",
    harmless: { "aws_cloudwatch_metric_alarm.cpu": { ...alarm, alarm_description: "CPU" } },
  },
];
