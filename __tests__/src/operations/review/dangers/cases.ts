import type { RuleName } from "../../../../../src/operations/review/dangers/names";
import { alarmSilenced } from "./cases/alarm-silenced";
import { backupShortened } from "./cases/backup-shortened";
import { capacityLowered } from "./cases/capacity-lowered";
import type { Case } from "./cases/case";
import { encryptionWeakened } from "./cases/encryption-weakened";
import { environmentRemoved } from "./cases/environment-removed";
import { instancesReplaced } from "./cases/instances-replaced";
import { networkOpened } from "./cases/network-opened";
import { policyWidened } from "./cases/policy-widened";
import { protectionRemoved } from "./cases/protection-removed";
import { publicAccess } from "./cases/public-access";
import { regionChanged } from "./cases/region-changed";
import { renamedAddress } from "./cases/renamed-address";
import { replacementUnknown } from "./cases/replacement-unknown";
import { secretInClear } from "./cases/secret-in-clear";
import { stateMoved } from "./cases/state-moved";
import { statefulLost } from "./cases/stateful-lost";
import { versionChanged } from "./cases/version-changed";

/** Of every rule, what it finds. */
export const cases: Readonly<Record<RuleName, readonly Case[]>> = {
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
