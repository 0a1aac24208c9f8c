import {
  application,
  configure,
  edit,
  environments,
  foundations,
  only,
  productions,
  type RealChange,
} from "./real-change";

export const configurationChanges: readonly RealChange[] = [
  {
    name: "a comment",
    edits: [edit(application, "// The fleet\n", "// All of the fleet\n")],
    changes: [],
    dangers: [],
    says: [],
  },
  {
    name: "a lower CPU target",
    edits: [configure(/\bcpuTargetPercent: 50/g, "cpuTargetPercent: 45")],
    changes: environments,
    dangers: [],
    says: ["`target_tracking_configuration.target_value` `50` → `45`"],
  },
  {
    name: "a higher CPU target in UAT",
    edits: [
      configure(/("uat-us-east-1": \{[\s\S]*?)\.\.\.fleet,/, "$1...fleet, cpuTargetPercent: 60,"),
    ],
    changes: ["uat-us-east-1"],
    dangers: ["capacity-lowered"],
    says: [
      "target_value 50 → 60: fewer instances carry the same load",
      "production-us-east-1 (it doesn't get it)",
    ],
  },
  {
    name: "a smaller fleet in two productions of three",
    edits: ["production-us-east-1", "production-eu-west-1"].map((id) =>
      only(id, "fleet: { ...production.fleet, maximumInstances: 5 }"),
    ),
    changes: ["production-eu-west-1", "production-us-east-1"],
    dangers: ["capacity-lowered"],
    says: [
      "`max_size` `6` → `5`",
      "production-us-west-2 doesn't get what production-eu-west-1, production-us-east-1 get",
      " US dollars in a busy month",
    ],
    leftOut: ["production-us-west-2", "uat-us-east-1"],
  },
  {
    name: "longer backups in production",
    edits: [configure("backups: { retentionDays: 14 }", "backups: { retentionDays: 35 }")],
    changes: productions,
    dangers: [],
    says: ["`backup_retention_period` `14 days` → `35 days`"],
    leftOut: ["uat-us-east-1"],
  },
  {
    name: "shorter backups in production, as UAT has them",
    edits: [
      configure(
        "backups: { retentionDays: 14 }",
        'backups: { retentionDays: 7, underTwoWeeksBecause: "nobody has asked for more, and it costs less" }',
      ),
    ],
    changes: productions,
    dangers: ["backup-shortened"],
    says: [
      "backup_retention_period 14 days → 7 days: a mistake that is found later can't be undone",
      "and not uat-us-east-1 (it has it already)",
    ],
  },
  {
    name: "a database without deletion protection",
    edits: [
      configure(
        /("uat-us-east-1": \{[\s\S]*?database: \{[\s\S]*?)deletionProtection: "on"/,
        '$1deletionProtection: { offBecause: "it is made anew from a dump every night" }',
      ),
    ],
    changes: ["uat-us-east-1"],
    dangers: ["protection-removed"],
    says: ["deletion_protection true → false: an apply or a person can destroy it"],
  },
  {
    name: "a larger database in one region",
    edits: [
      configure(
        /("production-us-west-2": \{[\s\S]*?\.\.\.production\.database,)/,
        '$1\n      instanceClass: "db.m7g.xlarge",',
      ),
    ],
    changes: ["production-us-west-2"],
    dangers: [],
    says: [
      "`instance_class` `db.m7g.large` → `db.m7g.xlarge`",
      "production-us-west-2: 1 changed; +",
    ],
  },
  {
    name: "logs kept for a shorter time",
    edits: [
      configure(
        "logs: { days: 400 }",
        'logs: { days: 90, underOneYearBecause: "nobody has asked for more, and it costs less" }',
      ),
    ],
    changes: [...foundations, ...productions],
    dangers: ["backup-shortened"],
    says: ["retention_in_days 400 days → 90 days: AWS deletes what is older at once"],
  },
];
