import type { Case } from "./case";

export const regionChanged: readonly Case[] = [
  {
    name: "another region",
    before: { provider: { aws: [{ region: "us-east-1" }] } },
    danger: { provider: { aws: [{ region: "us-west-2" }] } },
    says: "provider.aws: region us-east-1 → us-west-2: Terraform finds nothing there of what it made",
    harmless: { provider: { aws: [{ region: "us-east-1", max_retries: 3 }] } },
  },
  {
    name: "the region of a second provider",
    before: { provider: { aws: [{ region: "us-east-1" }, { alias: "b", region: "us-east-1" }] } },
    danger: { provider: { aws: [{ region: "us-east-1" }, { alias: "b", region: "us-west-2" }] } },
    says: "provider.aws[1]: region us-east-1 → us-west-2",
    harmless: {
      provider: {
        aws: [
          { region: "us-east-1" },
          { alias: "b", region: "us-east-1" },
          { alias: "c", region: "us-west-2" },
        ],
      },
    },
  },
];
