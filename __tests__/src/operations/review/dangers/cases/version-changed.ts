import type { Case } from "./case";
import { db, terraform } from "./samples";

export const versionChanged: readonly Case[] = [
  {
    name: "the provider's",
    before: terraform({}),
    danger: terraform({ required_providers: { aws: { source: "aws", version: "6.26.0" } } }),
    says: "required_providers.aws.version 6.25.0 → 6.26.0",
    harmless: { ...terraform({}), ...db({}) },
  },
  {
    name: "Terraform's",
    before: terraform({}),
    danger: terraform({ required_version: ">= 1.12.0" }),
    says: "required_version >= 1.10.0 → >= 1.12.0",
    harmless: { ...terraform({}), ...db({}) },
  },
];
