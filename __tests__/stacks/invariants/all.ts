import { alarms } from "./alarms";
import { buckets } from "./buckets";
import { budgets } from "./budgets";
import { ofContainers } from "./containers";
import { databaseInvariants } from "./database";
import { databaseAccess } from "./database-access";
import { documents } from "./documents";
import { ofPrivateNetworks } from "./endpoints";
import { functions } from "./functions";
import { logDelivery } from "./log-delivery";
import { ofMessages } from "./messages";
import { network } from "./network";
import { policyInvariants } from "./policies";
import { protection } from "./protection";
import { repositories } from "./repositories";
import { roles } from "./roles";
import { scripts } from "./scripts";
import { sessions } from "./sessions";
import { stability } from "./stability";
import { testAppFleet } from "./test-app";
import { webAcls } from "./web-acl";

export const ofEnvironments = [
  ...network,
  ...webAcls,
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
/** Of test-app alone. */
export const ofTestApp = testAppFleet;

export { ofContainers, ofMessages, ofPrivateNetworks };

/** Of systems of containers, each in a VPC of its own. */
export const ofContainerSystems = [...ofContainers, ...ofPrivateNetworks];

export const ofFoundations = [...repositories, ...buckets, ...logDelivery, ...sessions, ...budgets];
