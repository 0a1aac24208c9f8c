import type { StandIn } from "../../estate/checks";
import * as images from "../configuration/images";
import definitions from "./images.json";

/** What runs of each is the image of a container, and the archive that the adder's machine installs. */
export const serviceNames = ["adder", "display", "reset"] as const;
export type ServiceName = (typeof serviceNames)[number];
export type Digests = Readonly<Record<ServiceName, string>>;

const file = "src/systems/tally/images.json";

/** @throws ConfigurationError that names every mistake */
export function loadDigests(written: unknown = definitions): Digests {
  return images.digestsOf(serviceNames, file, written);
}

/** Services of which nothing has been pushed yet. */
export function missingImages(digests: Digests): StandIn[] {
  return images.missingImages(digests, {
    because: "no image and no archive has it, so that the service can't start",
    remedy: `run the workflow tally-images on main, which pushes all of them and proposes ${file}`,
  });
}
