import type { Check } from "../check";
import { type Finding, failed, ok, warning } from "../finding";
import type { Machine } from "../machine";

/** A value that the client has not given yet, how to tell it, and what comes of it. */
interface StandIn {
  readonly name: string;
  readonly isStill: (value: unknown) => boolean;
  readonly finding: (text: string, remedy: string) => Finding;
  readonly because: string;
}

const known: readonly StandIn[] = [
  {
    name: "accountId",
    isStill: (value) => value === "111122223333",
    finding: failed,
    because: "it is the account of AWS's documentation, and no credentials are of it",
  },
  {
    name: "domain",
    isStill: (value) => /(^|\.)example\.(com|net|org)$/.test(String(value)),
    finding: failed,
    because: "the domain is reserved for examples, and no certificate for it can be issued",
  },
  {
    name: "machineImage",
    isStill: (value) => JSON.stringify(value).includes('"al2023-ami-'),
    finding: warning,
    because: "Amazon Linux alone doesn't hold the application, so no instance gets healthy",
  },
  {
    name: "applicationPort",
    isStill: (value) => value === 80,
    finding: warning,
    because: "it is a guess, and nobody has said that the application listens there",
  },
  {
    name: "healthCheckPath",
    isStill: (value) => value === "/health",
    finding: warning,
    because: "it is a guess, and nobody has said that the application answers there",
  },
];

/** Values that stand in for the client's; a value that has left the file has been decided. */
export const standInValues: Check<Machine> = {
  name: "stand-ins",
  run: async ({ standIns }) => {
    const still = known.filter(({ name, isStill }) => name in standIns && isStill(standIns[name]));
    if (still.length === 0) return [ok("no value stands in for one of the client's")];
    return still.map(({ name, finding, because }) =>
      finding(`${name} is still ${JSON.stringify(standIns[name])}: ${because}`, remedyOf(name)),
    );
  },
};

function remedyOf(name: string): string {
  return name === "applicationPort" || name === "healthCheckPath"
    ? `ask the client; where the value is right, write it itself into src/systems/test-app/environments.ts and take ${name} out of src/systems/configuration/stand-ins.ts`
    : `ask the client, and write the value into src/systems/configuration/stand-ins.ts`;
}
