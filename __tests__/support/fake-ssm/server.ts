import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { act, errorOf, xml } from "./answers";
import { ec2Error, isEc2 } from "./ec2";
import { CallCounter, type FaultPlan, inXml, noFaults, type Operation, operations } from "./faults";
import { type Paging, wholePages } from "./paging";
import { error, fail, refuse, reply } from "./replies";
import type { World } from "./world";

/** A request as it arrived. */
export interface Received {
  readonly operation: string;
  readonly input: any;
}

export interface FakeServer {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  readonly calls: CallCounter;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/**
 * The simulated account behind AWS's own protocols: Systems Manager's and CloudWatch's JSON, and the query with XML
 * answers of Auto Scaling and Elastic Load Balancing. It listens on 127.0.0.1, on a free port.
 */
export async function startServer(
  world: World,
  faults: FaultPlan = noFaults,
  paging: Paging = wholePages,
): Promise<FakeServer> {
  const calls = new CallCounter(faults);
  const received: Received[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.destroy(error));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { operation, input } = parsed(request, await text(request));
    received.push({ operation, input });
    const fault = calls.next(operation);
    world.clock.advance(20);
    if (fault !== undefined && !fault.endsWith("after")) {
      fail(response, fault, operation);
      return;
    }
    const result = act(world, operation, input, paging);
    if (fault !== undefined) fail(response, fault, operation);
    else if (isEc2(operation))
      reply(
        response,
        result === undefined ? 400 : 200,
        "text/xml",
        String(result ?? ec2Error("InvalidAMIName.Duplicate", "AMI name is in use")),
      );
    else if (operation === "StartInstanceRefresh" && result === undefined)
      error(
        response,
        operation,
        400,
        "InstanceRefreshInProgress",
        "An Instance Refresh is already",
      );
    else if (result === undefined) refuse(response, 400, errorOf(operation, input));
    else if (inXml.has(operation))
      reply(response, 200, "text/xml", xml(world, operation, input.name, result));
    else reply(response, 200, "application/x-amz-json-1.1", JSON.stringify(result));
  }

  await listening(server);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    received,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function listening(server: Server): Promise<void> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}

function parsed(request: IncomingMessage, body: string): { operation: Operation; input: any } {
  const called = /^(?:AmazonSSM|GraniteServiceVersion20100801)\.(\w+)$/.exec(
    String(request.headers["x-amz-target"]),
  )?.[1];
  const form = new URLSearchParams(body);
  const operation = operations.find((each) => each === (called ?? form.get("Action")));
  if (operation === undefined) throw new Error(`nobody knows ${called ?? form.get("Action")}`);
  if (called !== undefined) return { operation, input: JSON.parse(body) };
  const names = ["AutoScalingGroupNames.member.1", "AutoScalingGroupName", "TargetGroupArn"];
  const name = names.map((key) => form.get(key)).find((value) => value !== null);
  const NextToken = form.get("NextToken") ?? undefined;
  return { operation, input: { ...Object.fromEntries(form), name, NextToken } };
}
