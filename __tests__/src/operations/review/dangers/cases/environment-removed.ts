import type { Case } from "./case";
import { db } from "./samples";

export const environmentRemoved: readonly Case[] = [
  {
    name: "an environment that is gone",
    before: db({}),
    danger: null,
    says: "uat is no longer in the code",
    harmless: {},
  },
];
