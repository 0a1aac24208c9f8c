import {
  ConfigurationError,
  describe,
  type Finding,
  schemaFindings,
} from "../configuration/mistakes";
import { partRules } from "../configuration/part-rules";
import { type Rule, rulesOn } from "../configuration/rule";
import { type Environment, type EnvironmentDefinition, environmentSchema } from "./environment";
import { baseNameLimit } from "./names";

const rule = rulesOn(environmentSchema);

const rules: readonly Rule<EnvironmentDefinition>[] = [
  ...partRules,

  rule("id", { stage: true }, ({ id, stage }) => {
    const isOurs = new RegExp(`^tally-${stage}(-[a-z0-9]+)*$`).test(id);
    if (!isOurs)
      return `an environment's id says whose it is: write tally-${stage}, or another stage`;
    return (
      id.length > baseNameLimit &&
      `names begin with it, and AWS leaves room for ${baseNameLimit} characters: shorten it`
    );
  }),

  rule("network.zones", { region: true, network: true }, ({ region, network: { zones } }) => {
    const strangers = zones.filter((zone) => zone.slice(0, -1) !== region);
    if (strangers.length > 0) return `${strangers.join(", ")} is not in ${region}: write its zones`;
    return new Set(zones).size < zones.length && "a zone is listed twice: write each once";
  }),

  ...(["display", "reset"] as const).map((name) =>
    rule(`${name}.minimumTasks`, { [name]: true }, (environment) => {
      const { minimumTasks, maximumTasks } = (environment as unknown as Environment)[name];
      return (
        minimumTasks > maximumTasks &&
        `it is more than maximumTasks (${maximumTasks}): write at most that, or raise maximumTasks`
      );
    }),
  ),

  // A bake that ends before the load balancer has judged a target has seen nothing.
  rule(
    "bakeTimeSeconds",
    { bakeTimeSeconds: true, healthCheck: ["intervalSeconds", "unhealthyThresholdCount"] },
    ({ bakeTimeSeconds, healthCheck: { intervalSeconds, unhealthyThresholdCount } }) => {
      const least = 2 * intervalSeconds * unhealthyThresholdCount;
      return (
        bakeTimeSeconds < least &&
        `the load balancer needs ${least / 2} s until it calls a target unhealthy: write at least twice as much, ${least}`
      );
    },
  ),
];

/** @throws ConfigurationError that names every mistake */
export function validateEnvironments<Id extends string>(
  definitions: Readonly<Record<Id, EnvironmentDefinition>>,
): Readonly<Record<Id, Environment>> {
  const all = Object.entries<EnvironmentDefinition>(definitions);
  const mistakes = all.flatMap(([id, definition]) =>
    mistakesOf(id, definition).map((finding) => describe(id, definition, finding)),
  );
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
  const checked = all.map(([id, definition]) => [
    id,
    { id, ...environmentSchema.parse(definition) },
  ]);
  return Object.fromEntries(checked);
}

function mistakesOf(id: string, definition: EnvironmentDefinition): readonly Finding[] {
  return [
    ...schemaFindings(environmentSchema, definition),
    ...rules.flatMap((each) => each(id, definition)),
  ];
}
