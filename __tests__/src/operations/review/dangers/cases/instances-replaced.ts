import type { Case } from "./case";
import { asg, template } from "./samples";

export const instancesReplaced: readonly Case[] = [
  {
    name: "user data",
    before: { ...asg({}), "aws_launch_template.web": template },
    danger: {
      ...asg({}),
      "aws_launch_template.web": { ...template, user_data: btoa("#!/bin/sh\necho two\n") },
    },
    says: "aws_launch_template.web changes (user_data): a refresh replaces every instance",
    harmless: { ...asg({ health_check_grace_period: 600 }), "aws_launch_template.web": template },
  },
  {
    name: "an image",
    before: { ...asg({}), "data.aws_ami.image": { filter: [{ name: "name", values: ["one"] }] } },
    danger: { ...asg({}), "data.aws_ami.image": { filter: [{ name: "name", values: ["two"] }] } },
    says: "data.aws_ami.image changes (filter): a refresh replaces every instance",
    harmless: {
      ...asg({ max_size: 7 }),
      "data.aws_ami.image": { filter: [{ name: "name", values: ["one"] }] },
    },
  },
];
