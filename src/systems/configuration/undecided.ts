import type { StandIn } from "../../estate/checks";
import { standIns } from "./stand-ins";

export type StandInName = keyof typeof standIns;

/** A value that the client has not given yet, and how to tell it. */
interface Known extends Pick<StandIn, "severity" | "refused" | "because"> {
  readonly isStill: (value: unknown) => boolean;
  /** It may happen to be right. */
  readonly isGuess: boolean;
}

const known: Readonly<Record<string, Known>> = {
  accountId: {
    isStill: (value) => value === "111122223333",
    isGuess: false,
    severity: "failed",
    because: "it is the account of AWS's documentation, and no credentials are of it",
  },
  domain: {
    isStill: (value) => /(^|\.)example\.(com|net|org)$/.test(String(value)),
    isGuess: false,
    severity: "failed",
    because: "the domain is reserved for examples, and no certificate for it can be issued",
  },
  machineImage: {
    isStill: (value) => JSON.stringify(value).includes('"al2023-ami-'),
    isGuess: false,
    severity: "warning",
    because: "Amazon Linux alone doesn't hold the application, so no instance gets healthy",
  },
  applicationPort: {
    isStill: (value) => value === 80,
    isGuess: true,
    severity: "warning",
    because: "it is a guess, and nobody has said that the application listens there",
  },
  healthCheckPath: {
    isStill: (value) => value === "/health",
    isGuess: true,
    severity: "warning",
    because: "it is a guess, and nobody has said that the application answers there",
  },
  gitHubRepository: {
    isStill: (value) => /^example[@/]/.test(String(value)),
    isGuess: false,
    severity: "failed",
    refused: true,
    because: "it is somebody else's, and the account would trust its jobs",
  },
};

/**
 * Values that stand in for the client's; a value that has left stand-ins.ts has been decided.
 *
 * @param names those that matter to whoever asks
 */
export function undecided(
  names: readonly StandInName[],
  values: Readonly<Record<string, unknown>> = standIns,
): StandIn[] {
  return Object.entries(known)
    .filter(([name]) => names.some((each) => each === name))
    .filter(([name, { isStill }]) => name in values && isStill(values[name]))
    .map(([name, { isStill: _, isGuess, ...told }]) => ({
      name,
      value: values[name],
      ...told,
      remedy: isGuess
        ? `ask the client; where the value is right, write it itself into src/systems/test-app/environments.ts and take ${name} out of src/systems/configuration/stand-ins.ts`
        : "ask the client, and write the value into src/systems/configuration/stand-ins.ts",
    }));
}
