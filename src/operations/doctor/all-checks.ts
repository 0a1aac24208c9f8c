import type { CheckName, StandIn } from "../../estate/checks";
import type { Checker } from "./check";
import { logBucket, stateBucket } from "./checks/buckets";
import { certificate } from "./checks/certificate";
import { defaultVpc } from "./checks/default-vpc";
import { downloadSecret } from "./checks/download-secret";
import { hostedZone } from "./checks/hosted-zone";
import { lambdaConcurrency } from "./checks/lambda-concurrency";
import { lockFile } from "./checks/lock-file";
import { machineImage } from "./checks/machine-image";
import { nodeVersion } from "./checks/node-version";
import { serviceLinkedRole } from "./checks/service-linked-role";
import { ssmAgents } from "./checks/ssm-agents";
import { standInValues } from "./checks/stand-ins";
import { terraformVersion } from "./checks/terraform-version";
import { zones } from "./checks/zones";
import type { Finding } from "./finding";
import type { Machine } from "./machine";

/** @param standIns the values in the configuration that nobody has given yet */
type MachineCheck = (machine: Machine, standIns: readonly StandIn[]) => Promise<readonly Finding[]>;

/** What is looked at on every machine, whatever it works on, by the checks' names. */
export const machineChecks: Readonly<Record<string, MachineCheck>> = {
  node: nodeVersion,
  terraform: terraformVersion,
  "lock-file": lockFile,
  "stand-ins": standInValues,
};

/** How each check that a deployment names is made, in the order of reports. */
export const checkers: { readonly [Name in CheckName]: Checker<Name> } = {
  "service-linked-role": serviceLinkedRole,
  "default-vpc": defaultVpc,
  "state-bucket": stateBucket,
  "log-bucket": logBucket,
  "lambda-concurrency": lambdaConcurrency,
  zones,
  "machine-image": machineImage,
  certificate,
  "hosted-zone": hostedZone,
  "download-secret": downloadSecret,
  "ssm-agents": ssmAgents,
};

export const checkNames = Object.keys(checkers) as CheckName[];
