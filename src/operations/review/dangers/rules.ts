import type { Compared } from "../compare/changes";
import { alarmSilenced } from "./alarm";
import { backupShortened } from "./backup";
import { capacityLowered } from "./capacity";
import { encryptionWeakened } from "./encryption";
import { instancesReplaced } from "./instances";
import { replacementUnknown, statefulLost } from "./lost";
import { type RuleName, ruleNames } from "./names";
import { networkOpened } from "./network";
import { policyWidened } from "./policy";
import { protectionRemoved } from "./protection";
import { publicAccess } from "./public-access";
import { renamedAddress } from "./renamed";
import type { Found, Rule } from "./rule";
import { secretInClear } from "./secret";
import { environmentRemoved, regionChanged, stateMoved, versionChanged } from "./terraform";

/** Every rule; a test shows of each what it finds, and a harmless neighbour that it doesn't. */
export const rules: Readonly<Record<RuleName, Rule>> = {
  "state-moved": stateMoved,
  "region-changed": regionChanged,
  "environment-removed": environmentRemoved,
  "stateful-lost": statefulLost,
  "renamed-address": renamedAddress,
  "replacement-unknown": replacementUnknown,
  "public-access": publicAccess,
  "secret-in-clear": secretInClear,
  "network-opened": networkOpened,
  "policy-widened": policyWidened,
  "protection-removed": protectionRemoved,
  "encryption-weakened": encryptionWeakened,
  "backup-shortened": backupShortened,
  "capacity-lowered": capacityLowered,
  "alarm-silenced": alarmSilenced,
  "instances-replaced": instancesReplaced,
  "version-changed": versionChanged,
};

/** All dangers of what changes in one environment, the worst first. */
export function dangersIn(compared: Compared): (Found & { readonly rule: RuleName })[] {
  return ruleNames.flatMap((rule) => rules[rule](compared).map((found) => ({ rule, ...found })));
}
