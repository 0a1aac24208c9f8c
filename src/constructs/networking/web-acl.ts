import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Construct } from "constructs";
import { acceptFindings } from "../accepted-findings";

/** What happens to a request that a rule matches: it gets 403, or it passes and is counted. */
export type WebAclAction = "block" | "count";

export interface WebAclProps {
  /** Also what its metrics are filed under. */
  readonly name: string;
  readonly description: string;
  /** Groups of rules that AWS writes and keeps up to date, by its names for them, in their order. */
  readonly managedRules: Readonly<Record<string, WebAclAction>>;
  /** For whatever address sends more requests than this in five minutes. */
  readonly rateLimit: {
    readonly requestsPerAddressInFiveMinutes: number;
    readonly action: WebAclAction;
  };
  readonly loadBalancerArn: string;
}

/**
 * A web ACL before a load balancer: what no rule blocks passes. The rules are part of it, so that a plan shows one that
 * somebody adds, changes or takes away. AWS changes the content of its groups by itself, which no plan shows.
 *
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
 */
export class WebAcl extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);

    const { name, description, managedRules, rateLimit } = props;
    const rules = [
      rateRule(rateLimit),
      ...Object.entries(managedRules).map(([group, action]) => managedRule(group, action)),
    ];
    const acl = new Wafv2WebAcl(this, "this", {
      name,
      description,
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rule: rules.map((rule, priority) => ({
        ...rule,
        priority,
        visibilityConfig: visible(rule.name),
      })),
      visibilityConfig: visible(name),
    });
    if (managedRules.AWSManagedRulesKnownBadInputsRuleSet === "count")
      acceptFindings(acl, {
        CKV_AWS_192: "requests that quote an attack are counted, and whoever decides so writes why",
      });
    new Wafv2WebAclAssociation(this, "association", {
      webAclArn: acl.arn,
      resourceArn: props.loadBalancerArn,
    });

    this.arn = acl.arn;
  }
}

/** A statement is untyped in the binding, and so goes into Terraform's JSON as it is written. */
type Rule = Omit<Wafv2WebAclRule, "priority" | "visibilityConfig">;

function rateRule({ requestsPerAddressInFiveMinutes: limit, action }: WebAclProps["rateLimit"]) {
  const rule: Rule = {
    name: "rate-limit",
    action: { [action]: {} },
    statement: {
      rate_based_statement: { limit, aggregate_key_type: "IP", evaluation_window_sec: 300 },
    },
  };
  return rule;
}

/** A group's own rules block; counting is put in the place of what they decide. */
function managedRule(group: string, action: WebAclAction): Rule {
  return {
    name: group,
    overrideAction: action === "block" ? { none: {} } : { count: {} },
    statement: { managed_rule_group_statement: { vendor_name: "AWS", name: group } },
  };
}

/** Requests as samples would show cookies and authorizations: the log has them without. */
function visible(metricName: string) {
  return { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false, metricName };
}
