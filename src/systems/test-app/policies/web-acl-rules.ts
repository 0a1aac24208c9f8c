import type { WebAclAction, WebAclProps } from "../../../constructs/networking/web-acl";
import type { Environment } from "../environment";

/** Headers that prove who somebody is. */
export const redactedHeaders = ["authorization", "cookie"];

/** The rules of an environment's web ACL, the cheapest first. */
export function webAclRules(decisions: Environment["webAcl"]) {
  const { ipReputation, knownBadInputs, commonRules, rateLimit } = decisions;
  return {
    rateLimit: {
      requestsPerAddressInFiveMinutes: rateLimit.requestsPerAddressInFiveMinutes,
      action: actionOf(rateLimit.action),
    },
    managedRules: {
      AWSManagedRulesAmazonIpReputationList: actionOf(ipReputation),
      AWSManagedRulesKnownBadInputsRuleSet: actionOf(knownBadInputs),
      AWSManagedRulesCommonRuleSet: actionOf(commonRules),
    },
  } satisfies Partial<WebAclProps>;
}

const actionOf = (decision: Environment["webAcl"]["commonRules"]): WebAclAction =>
  decision === "block" ? "block" : "count";
