import { checkedEnvironments, idRule } from "../configuration/environments";
import {
  bakeRule,
  databaseRules,
  partRules,
  scalingRule,
  zonesRule,
} from "../configuration/part-rules";
import { type Environment, type EnvironmentDefinition, environmentSchema } from "./environment";
import { baseNameLimit } from "./names";

const rules = [
  ...partRules,
  ...databaseRules,
  zonesRule,
  bakeRule,
  idRule("tally", baseNameLimit),
  scalingRule("display"),
  scalingRule("reset"),
];

/** @throws ConfigurationError that names every mistake */
export function validateEnvironments<Id extends string>(
  definitions: Readonly<Record<Id, EnvironmentDefinition>>,
): Readonly<Record<Id, Environment>> {
  return checkedEnvironments(definitions, environmentSchema, rules);
}
