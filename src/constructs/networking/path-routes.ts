import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** Requests to one of these paths go to a target group. */
export interface PathRoute {
  /** Up to five; `*` stands for any characters. */
  readonly paths: readonly string[];
  readonly targetGroupArn: string;
}

export interface PathRoutesProps {
  readonly listenerArn: string;
  /** By the ids of their constructs, in the order in which they are tried. */
  readonly routes: Readonly<Record<string, PathRoute>>;
}

/** Between two rules' priorities, so that one can be put between them by hand in an emergency. */
const step = 10;

/**
 * Where a listener sends requests by their paths. What no route matches gets the listener's default answer.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
 */
export class PathRoutes extends Construct {
  /** A target group belongs to the load balancer only once its rule is there. */
  public readonly all: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { listenerArn, routes }: PathRoutesProps) {
    super(scope, id);

    this.all = Object.entries(routes).map(
      ([name, { paths, targetGroupArn }], index) =>
        new LbListenerRule(this, name, {
          listenerArn,
          priority: step * (index + 1),
          condition: [{ pathPattern: { values: [...paths] } }],
          action: [{ type: "forward", targetGroupArn }],
        }),
    );
  }
}
