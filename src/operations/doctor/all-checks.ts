import type { Check } from "./check";
import { logBucket, stateBucket } from "./checks/buckets";
import { certificate } from "./checks/certificate";
import { defaultVpc } from "./checks/default-vpc";
import { downloadSecret } from "./checks/download-secret";
import { hostedZone } from "./checks/hosted-zone";
import { lambdaConcurrency } from "./checks/lambda-concurrency";
import { lockFile } from "./checks/lock-file";
import { machineImage } from "./checks/machine-image";
import { nodeVersion } from "./checks/node-version";
import { enabledRegions } from "./checks/regions";
import { serviceLinkedRole } from "./checks/service-linked-role";
import { ssmAgents } from "./checks/ssm-agents";
import { standInValues } from "./checks/stand-ins";
import { terraformVersion } from "./checks/terraform-version";
import { zones } from "./checks/zones";
import type { AccountContext, EnvironmentContext, RegionContext } from "./context";
import type { Machine } from "./machine";

export const machineChecks: readonly Check<Machine>[] = [
  nodeVersion,
  terraformVersion,
  lockFile,
  standInValues,
];

export const accountChecks: readonly Check<AccountContext>[] = [enabledRegions, serviceLinkedRole];

export const regionChecks: readonly Check<RegionContext>[] = [
  defaultVpc,
  stateBucket,
  logBucket,
  lambdaConcurrency,
];

export const environmentChecks: readonly Check<EnvironmentContext>[] = [
  zones,
  machineImage,
  certificate,
  hostedZone,
  downloadSecret,
  ssmAgents,
];
