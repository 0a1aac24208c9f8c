import type { Configuration, SynthesizedStack } from "../../support/synthesized";
import { literalValue } from "../../support/terraform-literal";
import { failing, type Invariant } from "./invariant";

const contentOf = (document: Configuration) => JSON.parse(literalValue(document.content));

/** Changes the content of the stack's document. */
function edit(stack: SynthesizedStack, change: (content: Configuration) => void) {
  const document = stack.only("aws_ssm_document");
  const content = contentOf(document);
  change(content);
  document.content = JSON.stringify(content).replace(/([$%])\{/g, "$1$1{");
}

/** Session Manager's preferences are no such document: sessions.ts holds them. */
const failingCommands = (stack: SynthesizedStack, passes: (document: Configuration) => boolean) =>
  failing(
    stack,
    ["aws_ssm_document"],
    (document) => document.document_type === "Session" || passes(document),
  );

/** Documents that Systems Manager runs on instances. */
export const documents: readonly Invariant[] = [
  {
    name: "a document leaves nothing to whoever sends it",
    violations: (stack) =>
      failingCommands(stack, (document) => {
        const { parameters } = contentOf(document);
        return parameters === undefined && !document.content.includes("{{");
      }),
    breaches: [
      [
        (stack) => edit(stack, (content) => Object.assign(content, { parameters: { x: {} } })),
        "aws_ssm_document",
      ],
      [
        (stack) => edit(stack, ({ mainSteps }) => mainSteps[0].inputs.runCommand.push("{{ x }}")),
        "aws_ssm_document",
      ],
    ],
  },
  {
    name: "a document is a command of a schema that is updated in place, and fits SSM's limits",
    violations: (stack) =>
      failingCommands(stack, (document) => {
        const { schemaVersion } = contentOf(document);
        return (
          document.document_type === "Command" &&
          schemaVersion === "2.2" &&
          /^[\w.-]{3,128}$/.test(document.name) &&
          Buffer.byteLength(literalValue(document.content)) <= 65_536
        );
      }),
    breaches: [
      [
        (stack) => Object.assign(stack.only("aws_ssm_document"), { document_type: "Policy" }),
        "aws_ssm_document",
      ],
      [
        (stack) => edit(stack, (content) => Object.assign(content, { schemaVersion: "1.2" })),
        "aws_ssm_document",
      ],
      [
        (stack) => Object.assign(stack.only("aws_ssm_document"), { name: "a/b" }),
        "aws_ssm_document",
      ],
      [
        (stack) =>
          edit(stack, ({ mainSteps }) => mainSteps[0].inputs.runCommand.push("#".repeat(65_536))),
        "aws_ssm_document",
      ],
    ],
  },
  {
    name: "a document's step runs on Linux alone, ends in time, and names its shell",
    violations: (stack) =>
      failingCommands(stack, (document) =>
        contentOf(document).mainSteps.every(
          ({ precondition, inputs }: Configuration) =>
            precondition?.StringEquals?.join() === "platformType,Linux" &&
            /^[1-9]\d*$/.test(inputs.timeoutSeconds) &&
            inputs.runCommand[0] === "#!/bin/bash",
        ),
      ),
    breaches: [
      [
        (stack) => edit(stack, ({ mainSteps }) => delete mainSteps[0].precondition),
        "aws_ssm_document",
      ],
      [
        (stack) => edit(stack, ({ mainSteps }) => delete mainSteps[0].inputs.timeoutSeconds),
        "aws_ssm_document",
      ],
      [
        (stack) => edit(stack, ({ mainSteps }) => mainSteps[0].inputs.runCommand.shift()),
        "aws_ssm_document",
      ],
    ],
  },
];
