import { account, type Region } from "../configuration/account";
import type { ReadonlyParts } from "../configuration/fields";
import { regionNamesOf } from "../foundation/names";

/** Value of the tag `System`; ids of environments begin with it. */
export const system = "messages";

/** Every name that an environment's resources have: computed here, and nowhere else. Its id begins with the system's. */
export function namesOf({ id, region }: { readonly id: string; readonly region: Region }) {
  const { logBucket, sessionLogGroup, stateBucket } = regionNamesOf(region);
  return {
    /** VPC, load balancer, cluster, key alias; all others begin with it. */
    base: id,
    /** Auto scaling group, launch template, role, instance profile and capacity provider. */
    capacity: `${id}-capacity`,
    /** The composite alarm over the environment's alarms. */
    healthAlarm: `${id}-health`,
    alerts: `${id}-alerts`,
    /** AWS WAF takes no other beginning. */
    webAclLogGroup: `aws-waf-logs-${id}`,
    webAclLogDelivery: `${id}-web-acl-log-delivery`,
    queue: id,
    deadLetterQueue: `${id}-dead-letters`,
    /** Of e-mails. All accounts of AWS share bucket names. */
    bucket: `${id}-${account.id}-${region}`,
    /** The SSM parameter that callers' token is in: an operator makes it, and no code and no state knows it. */
    tokenParameter: `/${id}/token`,
    /** The SSM parameter that the password of Grafana's user `admin` is in; the same holds for it. */
    grafanaPasswordParameter: `/${id}/grafana-password`,
    logGroupPrefix: `/${id}`,
    /** One a service. */
    logGroups: {
      producer: `/${id}/producer`,
      consumer: `/${id}/consumer`,
      grafana: `/${id}/grafana`,
    },
    /** Of the region, shared by its environments; owned by the foundation. */
    logBucket,
    sessionLogGroup,
    accessLogPrefix: `${id}/access`,
    connectionLogPrefix: `${id}/connection`,
    stateBucket,
    stateKey: `${id}.tfstate`,
  };
}

export type Names = ReadonlyParts<ReturnType<typeof namesOf>>;

/** Names of ECR repositories, which the region's foundation makes. */
export const imageRepositories = {
  producer: "messages/producer",
  consumer: "messages/consumer",
  grafana: "messages/grafana",
} as const;

/** Where e-mails are in the bucket. */
export const emailPrefix = "emails/";

/** Characters in an environment's id: the bucket, whose name is the longest, may have 63 with account and region. */
export const baseNameLimit = 35;
