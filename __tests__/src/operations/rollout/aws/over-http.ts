import { onTestFinished, vi } from "vitest";
import { Clients } from "../../../../../src/operations/aws/clients";
import { type RolloutPort, rolloutPort } from "../../../../../src/operations/rollout/aws";
import { type FakeServer, startServer } from "../../../../support/fake-ssm/server";
import { Simulation, type SimulationProps } from "../simulated";

/** A simulated account behind AWS's protocols, and the real clients in front of it. */
export interface OverHttp {
  readonly simulation: Simulation;
  readonly server: FakeServer;
  readonly port: RolloutPort;
}

export async function overHttp(props: SimulationProps): Promise<OverHttp> {
  const simulation = new Simulation(props);
  const server = await startServer(simulation.world, props.faults, props.paging);
  onTestFinished(() => server.close());
  dummyCredentials();
  vi.stubEnv("AWS_ENDPOINT_URL", server.url);
  return { simulation, server, port: realPort() };
}

/** Until the test has finished. */
export function realPort(): RolloutPort {
  const aws = new Clients("us-east-1");
  onTestFinished(() => aws[Symbol.dispose]());
  return rolloutPort(aws);
}

/** Credentials that open nothing, and no other source of any. */
export function dummyCredentials(): void {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}
