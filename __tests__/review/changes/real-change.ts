import type { RuleName } from "../../../src/operations/review/dangers/names";
import type { Edit } from "../edited-project";

export const configuration = "src/systems/test-app/environments.ts";
export const standIns = "src/systems/configuration/stand-ins.ts";
export const application = "stacks/application-stack.ts";
export const productions = ["production-eu-west-1", "production-us-east-1", "production-us-west-2"];
export const environments = [...productions, "uat-us-east-1"];
export const foundations = ["foundation-eu-west-1", "foundation-us-east-1", "foundation-us-west-2"];

/** A change that somebody makes, and what a review must say of it. */
export interface RealChange {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Every environment that changes. */
  readonly changes: readonly string[];
  /** The rules that find something, each with the environments it finds it in (default: in all that change). */
  readonly dangers: readonly (RuleName | readonly [RuleName, readonly string[]])[];
  /** Texts that people read; of a list, each. */
  readonly says: readonly string[];
  /** Texts that nobody may read (default: none). */
  readonly hides?: string;
  /** The environments that are said to be left out of it (default: none). */
  readonly leftOut?: readonly string[];
}

const valuesBefore: readonly (readonly [from: RegExp, to: string])[] = [
  [/\bcpuTargetPercent: \d+/g, "cpuTargetPercent: 50"],
  [/\bmaximumInstances: \d+/g, "maximumInstances: 6"],
  [/\btimeLimitSeconds: \d+/g, "timeLimitSeconds: 300"],
  [/\bbackups: \{ retentionDays: \d+ \}/g, "backups: { retentionDays: 14 }"],
  [/\binstanceClass: "db\.m7g\.\w+"/g, 'instanceClass: "db.m7g.large"'],
  [/\blogs: \{ days: \d+ \}/g, "logs: { days: 400 }"],
];

/** What each change is made to: whatever ships, these tests are about the same stacks and values. */
export const before: readonly Edit[] = [
  {
    file: "main.ts",
    from: /^new [\s\S]*;\n(?=\napp\.synth)/m,
    to: [
      ...foundations.map(
        (id) => `new FoundationStack(app, foundations["${id.slice(11)}"], needs);\n`,
      ),
      ...environments.map((id) => `new ApplicationStack(app, environments["${id}"]);\n`),
    ].join(""),
  },
  {
    file: standIns,
    from: /machineImage: \{[^}]*\}/,
    to: 'machineImage: { owner: "self", name: "image-1" }',
  },
  ...valuesBefore.map(([from, to]) => ({ file: configuration, from, to })),
];

export const edit = (file: string, from: string | RegExp, to: string): Edit => ({ file, from, to });
export const configure = (from: string | RegExp, to: string): Edit => edit(configuration, from, to);
/** An environment's part with a value of its own. */
export const only = (id: string, values: string): Edit =>
  configure(new RegExp(`("${id}": \\{\\n    \\.\\.\\.production,)`), `$1\n    ${values},`);
