import * as z from "zod";
import { part, reason, wholeNumber } from "./fields";

/** A rule blocks what it matches, or only counts it for a written reason. */
const action = z.union([z.literal("block"), z.strictObject({ countBecause: reason })], {
  error:
    'a rule that only counts protects nobody: write "block", or { countBecause: "the reason, in at least 20 characters" }',
});

/** What happens to requests that look like an attack, before they reach an instance. */
export const webAcl = part({
  /** Addresses that Amazon knows as those of bots and attackers. */
  ipReputation: action,
  /** Requests that are known to use a weakness, such as Log4j's. */
  knownBadInputs: action,
  /** What attacks on web applications have in common; also a body of more than 8 KB. */
  commonRules: action,
  /** One address that sends more requests than others ever do. */
  rateLimit: part({
    requestsPerAddressInFiveMinutes: wholeNumber(
      10,
      2_000_000_000,
      "requests in 5 minutes",
      "AWS WAF's bounds on a rate limit",
    ),
    because: reason,
    action,
  }),
});

type WebAcl = z.output<typeof webAcl>;

/** Headers that prove who somebody is: they aren't logged. */
export const redactedHeaders = ["authorization", "cookie"];

/** The rules of an environment's web ACL, the cheapest first. */
export function webAclRules({ ipReputation, knownBadInputs, commonRules, rateLimit }: WebAcl) {
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
  };
}

const actionOf = (decision: z.output<typeof action>) =>
  decision === "block" ? ("block" as const) : ("count" as const);
