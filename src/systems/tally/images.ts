import type { StandIn } from "../../estate/checks";
import { part, text } from "../configuration/fields";
import { ConfigurationError, describe, schemaFindings } from "../configuration/mistakes";
import definitions from "./images.json";

const release = part({
  /** For people; nothing reads it. */
  version: text(/^\d+\.\d+\.\d+$/, "a version such as 1.0.7"),
  digest: text(/^sha256:[0-9a-f]{64}$/, "sha256: and 64 hexadecimal digits in lower case"),
});

/** What runs of each service: the image of a container, and the archive that the adder's machine installs. */
const schema = part({ adder: release, display: release, reset: release }, "images.json");

export const serviceNames = ["adder", "display", "reset"] as const;
export type ServiceName = (typeof serviceNames)[number];
export type Digests = Readonly<Record<ServiceName, string>>;

const file = "src/systems/tally/images.json";

/** Nothing has it. */
const nothing = `sha256:${"0".repeat(64)}`;

/**
 * The digests that are to run. CI writes them when it has pushed, and going back is a revert.
 *
 * @throws ConfigurationError that names every mistake
 */
export function loadDigests(written: unknown = definitions): Digests {
  const mistakes = schemaFindings(schema, written).map((finding) =>
    describe(file, written, finding),
  );
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
  const all = schema.parse(written);
  return { adder: all.adder.digest, display: all.display.digest, reset: all.reset.digest };
}

/** Services of which nothing has been pushed yet. */
export function missingImages(digests: Digests): StandIn[] {
  return serviceNames
    .filter((name) => digests[name] === nothing)
    .map((name) => ({
      name: `digest of ${name}`,
      value: digests[name],
      severity: "failed",
      because: "no image and no archive has it, so that the service can't start",
      remedy: `run the workflow tally-images on main, which pushes all of them and writes ${file}`,
    }));
}
