import type { Case } from "./case";
import { terraform } from "./samples";

export const stateMoved: readonly Case[] = [
  {
    name: "another key",
    before: terraform({}),
    danger: terraform({
      backend: { s3: { bucket: "state", key: "other", region: "us-east-1", use_lockfile: true } },
    }),
    says: "backend.s3.key uat → other: Terraform looks for the state in another place",
    harmless: terraform({
      backend: {
        s3: {
          bucket: "state",
          key: "uat",
          region: "us-east-1",
          use_lockfile: true,
          encrypt: true,
        },
      },
    }),
  },
  {
    name: "no lock",
    before: terraform({}),
    danger: terraform({ backend: { s3: { bucket: "state", key: "uat", region: "us-east-1" } } }),
    says: "use_lockfile true → nothing: two applies at once can break the state",
    harmless: terraform({ required_version: ">= 1.11.0" }),
  },
];
