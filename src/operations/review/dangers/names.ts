/** The rules, the worst first: in this order dangers are reported. */
export const ruleNames = [
  "state-moved",
  "region-changed",
  "environment-removed",
  "stateful-lost",
  "renamed-address",
  "replacement-unknown",
  "public-access",
  "secret-in-clear",
  "network-opened",
  "policy-widened",
  "protection-removed",
  "encryption-weakened",
  "backup-shortened",
  "capacity-lowered",
  "alarm-silenced",
  "instances-replaced",
  "version-changed",
] as const;
export type RuleName = (typeof ruleNames)[number];
