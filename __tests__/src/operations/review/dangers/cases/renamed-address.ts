import type { Case } from "./case";
import { database, db } from "./samples";

export const renamedAddress: readonly Case[] = [
  {
    name: "a construct's other id",
    before: db({}),
    danger: { "aws_db_instance.primary": database },
    says: "aws_db_instance.main is destroyed, and aws_db_instance.primary created in its place",
    harmless: {
      "aws_db_instance.primary": database,
      moved: [{ from: "aws_db_instance.main", to: "aws_db_instance.primary" }] as never,
    },
  },
  {
    name: "no rename where the two have little in common",
    before: { "aws_ssm_parameter.a": { name: "/a", type: "String", value: "1" } },
    danger: { "aws_ssm_parameter.b": { name: "/a", type: "String", value: "1" } },
    says: "aws_ssm_parameter.a is destroyed",
    harmless: { "aws_ssm_parameter.b": { name: "/b", type: "StringList", value: "2" } },
  },
];
