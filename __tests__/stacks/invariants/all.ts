import { alarms } from "./alarms";
import { buckets } from "./buckets";
import { databaseInvariants } from "./database";
import { databaseAccess } from "./database-access";
import { documents } from "./documents";
import { functions } from "./functions";
import { logDelivery } from "./log-delivery";
import { network } from "./network";
import { policyInvariants } from "./policies";
import { protection } from "./protection";
import { roles } from "./roles";
import { scripts } from "./scripts";
import { stability } from "./stability";

export const ofEnvironments = [
  ...network,
  ...databaseInvariants,
  ...databaseAccess,
  ...protection,
  ...policyInvariants,
  ...roles,
  ...stability,
  ...documents,
  ...functions,
  ...scripts,
  ...alarms,
];
export const ofFoundations = [...buckets, ...logDelivery];
