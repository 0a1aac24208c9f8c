import type { RealRun } from "./real-run";

/** Real machines behind the simulated group. */
export interface Machines {
  readonly run: RealRun;
  /** The load balancer's states, by instance id. */
  targets(): ReadonlyMap<string, string>;
  /** Keeps what an instance holds now as an image. */
  image(instanceId: string, imageId: string): void;
  /**
   * Launches an instance of an image, and comes back when the load balancer sends it requests.
   *
   * @param isHeld otherwise it fetches the updater when it boots
   */
  launch(instanceId: string, imageId: string | undefined, isHeld: boolean): Promise<void>;
  /** Ends an instance, once the load balancer has let it go. */
  terminate(instanceId: string): Promise<void>;
}
