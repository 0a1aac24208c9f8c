import type { Case } from "./case";

export const replacementUnknown: readonly Case[] = [
  {
    name: "a type that nobody has looked at",
    before: { "aws_new_thing.main": { size: 1 } },
    danger: { "aws_new_thing.main": { size: 2 } },
    says: "whether that replaces it isn't known",
    harmless: { "aws_new_thing.main": { size: 1 }, "aws_new_thing.other": { size: 2 } },
  },
];
