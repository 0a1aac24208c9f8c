import { application } from "../../../../src/systems/test-app/application";
import type { CaseGroup } from "../case";

const name = `${application}-uat-us-east-1`;

/** What isn't Terraform's to keep. */
export const ofItsOwn: CaseGroup = {
  title: "by hand, and nothing that the code describes",
  stack: "uat-us-east-1",
  verdict: "IN_SYNC",
  cases: [
    {
      title: "another number of instances",
      byHand: () => [
        ["autoscaling", "set_desired_capacity", { AutoScalingGroupName: name, DesiredCapacity: 5 }],
      ],
      findings: ["state-only update aws_autoscaling_group.group_this: desired_capacity"],
    },
    {
      title: "updates that somebody holds",
      byHand: () => [
        [
          "ssm",
          "put_parameter",
          {
            Name: "/test-app/uat-us-east-1/updates",
            Value: "held: a release is bad",
            Type: "String",
            Overwrite: true,
          },
        ],
      ],
      findings: ["state-only update aws_ssm_parameter.updates_this: insecure_value, version"],
    },
    {
      title: "the value of the download secret",
      byHand: (state) => [
        [
          "secretsmanager",
          "put_secret_value",
          {
            SecretId: state("aws_secretsmanager_secret.download-secret_this").arn,
            SecretString: "{}",
          },
        ],
      ],
      findings: [],
    },
  ],
};
