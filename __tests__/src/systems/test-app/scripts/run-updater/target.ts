import { existsSync, mkdirSync, readFileSync } from "node:fs";
import {
  givenNode,
  type ManagedNode,
  type NodeOptions,
  type TargetGroup,
  type TargetGroupOptions,
  targetGroup,
} from "./managed-node";

type Context = Parameters<typeof givenNode>[0];

/** A node that a target group has among its targets. */
export async function given(
  context: Context,
  options: TargetGroupOptions = {},
  more: Partial<NodeOptions> = {},
): Promise<[ManagedNode, TargetGroup]> {
  const targets = targetGroup(options);
  return [await givenNode(context, { ...more, targets }), targets];
}

/** A node whose application answers only when somebody has mended it. */
export async function givenBroken(context: Context): Promise<[ManagedNode, TargetGroup]> {
  const [node, targets] = await given(
    context,
    {},
    {
      application: (_request, response) => {
        response.writeHead(existsSync(`${node.root}/mended`) ? 200 : 503).end();
      },
      limits: { healthSeconds: 1 },
    },
  );
  return [node, targets];
}

export const mend = ({ root }: ManagedNode) => mkdirSync(`${root}/mended`);

export const isOut = ({ paths }: ManagedNode) => existsSync(paths.outOfService);
export const log = ({ paths }: ManagedNode) =>
  existsSync(paths.updaterLog) ? readFileSync(paths.updaterLog, "utf8") : "";
