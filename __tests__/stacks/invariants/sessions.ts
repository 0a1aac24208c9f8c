import type { Configuration, SynthesizedStack } from "../../support/synthesized";
import { failing, type Invariant } from "./invariant";

const preferences = (stack: SynthesizedStack) => stack.only("aws_ssm_document");
const isOfSessions = ({ document_type }: Configuration) => document_type === "Session";

function changeInput(name: string, value: unknown): Invariant["breaches"][number] {
  return [
    (stack) => {
      const content = JSON.parse(preferences(stack).content);
      content.inputs[name] = value;
      preferences(stack).content = JSON.stringify(content);
    },
    "aws_ssm_document",
  ];
}

export const sessions: readonly Invariant[] = [
  {
    name: "Session Manager logs sessions as they happen, to a log group of the stack that its key encrypts",
    violations: (stack) =>
      failing(stack, ["aws_ssm_document"], (document) => {
        if (!isOfSessions(document)) return true;
        const { inputs, sessionType } = JSON.parse(document.content);
        const group = stack
          .resources()
          .find(({ configuration }) => configuration.name === inputs.cloudWatchLogGroupName);
        const { policy } = stack.only("aws_kms_key");
        return (
          document.name === "SSM-SessionManagerRunShell" &&
          sessionType === "Standard_Stream" &&
          inputs.cloudWatchEncryptionEnabled === true &&
          inputs.cloudWatchStreamingEnabled === true &&
          document.depends_on?.includes(group?.address) &&
          policy.includes(`:log-group:${inputs.cloudWatchLogGroupName}"`)
        );
      }),
    breaches: [
      changeInput("cloudWatchLogGroupName", ""),
      changeInput("cloudWatchLogGroupName", "another"),
      changeInput("cloudWatchEncryptionEnabled", false),
      changeInput("cloudWatchStreamingEnabled", false),
      [(stack) => Object.assign(preferences(stack), { name: "other" }), "aws_ssm_document"],
      [(stack) => Object.assign(stack.only("aws_kms_key"), { policy: "{}" }), "aws_ssm_document"],
    ],
  },
  {
    name: "a region has preferences of Session Manager",
    violations: (stack) =>
      stack.json.terraform.backend.s3.key.startsWith("foundation-") &&
      !stack.ofType("aws_ssm_document").some(isOfSessions)
        ? ["no preferences"]
        : [],
    breaches: [
      [
        (stack) => {
          delete stack.json.resource.aws_ssm_document;
        },
        "no preferences",
      ],
    ],
  },
];
