import type { StandIn } from "../../estate/checks";
import * as images from "../configuration/images";
import definitions from "./images.json";

export const serviceNames = ["producer", "consumer"] as const;
export type ServiceName = (typeof serviceNames)[number];

/** All that runs as a service of ECS. */
export const imageNames = [...serviceNames, "grafana"] as const;
export type Digests = Readonly<Record<(typeof imageNames)[number], string>>;

const file = "src/systems/messages/images.json";

/** @throws ConfigurationError that names every mistake */
export function loadDigests(written: unknown = definitions): Digests {
  return images.digestsOf(imageNames, file, written);
}

/** Services of which nothing has been pushed yet. */
export function missingImages(digests: Digests): StandIn[] {
  return images.missingImages(digests, {
    because: "no image has it, so that the service can't start",
    remedy: `run the job of services/messages/Jenkinsfile on main, which pushes all of them and writes ${file}`,
  });
}
