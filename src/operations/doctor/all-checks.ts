import type { CheckName } from "../../estate/checks";
import type { Checker } from "./check";
import { serviceLinkedRole } from "./checks/account";
import { accountServices } from "./checks/account-services";
import { logBucket, stateBucket } from "./checks/buckets";
import { certificate } from "./checks/certificate";
import { databaseSecret } from "./checks/database-secret";
import { hostedZone } from "./checks/hosted-zone";
import { downloadSecret, ssmAgents, updates } from "./checks/instances";
import { lambdaConcurrency } from "./checks/lambda-concurrency";
import { machineImage } from "./checks/machine-image";
import { defaultVpc, zones } from "./checks/network";
import { pushedArchive, pushedImage } from "./checks/pushed";
import { secureParameter } from "./checks/secure-parameter";
import { topicSubscribers } from "./checks/topic-subscribers";

/** How each check that a deployment names is made, in the order of reports. */
export const checkers: { readonly [Name in CheckName]: Checker<Name> } = {
  "service-linked-role": serviceLinkedRole,
  "default-vpc": defaultVpc,
  "state-bucket": stateBucket,
  "log-bucket": logBucket,
  "lambda-concurrency": lambdaConcurrency,
  "account-services": accountServices,
  zones,
  "machine-image": machineImage,
  certificate,
  "hosted-zone": hostedZone,
  "download-secret": downloadSecret,
  "database-secret": databaseSecret,
  "secure-parameter": secureParameter,
  updates,
  "ssm-agents": ssmAgents,
  "pushed-image": pushedImage,
  "pushed-archive": pushedArchive,
  "topic-subscribers": topicSubscribers,
};

export const checkNames = Object.keys(checkers) as CheckName[];
