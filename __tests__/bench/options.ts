import { parseArgs } from "node:util";

export const usage = `usage: npm run bench [-- OPTIONS]

Measures synth as whole processes, the start of bin/testapp against bare Node.js, a drift check against bare
terraform init and plan, the judge of plans against JSON.parse, rollouts to 500 simulated instances against the
calls that they need, and the start of the Lambda function against bare Node.js, in at most four minutes. Prints
tables: time (ms), peak memory (MiB), what an extra environment takes, calls, and which targets are met.

A drift check needs the AWS provider: TESTAPP_PROVIDER_MIRROR names a folder that holds it unpacked, in
registry.terraform.io/hashicorp/aws/VERSION/OS_ARCH (default: ~/.terraform.d/plugins, or Terraform's plugin
cache). It runs against an emulated AWS. Without a provider or an emulator that part is left out, and says so.

  --json FILE  write the same as data; - is standard output, the tables then go to standard error
  --only PART  measure one part alone: synth, start, check, drift, rollout or function
  --long       also 400 environments, and rollouts to 10,000 instances: some minutes more
  --profile    say where time and memory of synth go even if every target is met
  --help       print this

exit codes: 0 everything was measured, whether or not the targets are met; 1 a measured command
failed; 64 the command line is wrong; 130, 143 interrupted
`;

/** Parts that can be measured alone. */
const parts = ["synth", "start", "check", "drift", "rollout", "function"] as const;
export type Part = (typeof parts)[number];

export interface Options {
  /** Path of the file for the data; `-` is standard output. */
  readonly json: string | undefined;
  readonly parts: readonly Part[];
  readonly profile: boolean;
  /** Whether also that is measured which takes minutes. */
  readonly long: boolean;
  readonly help: boolean;
}

/** The command line is wrong; the message says what to write instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** EX_USAGE of sysexits.h. */
  readonly exitCode = 64;
}

/**
 * Reads the command line.
 *
 * @throws UsageError for what the usage doesn't name
 */
export function readOptions(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        json: { type: "string" },
        only: { type: "string" },
        profile: { type: "boolean", default: false },
        long: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    const { json, only, profile, long, help } = values;
    const measured = only === undefined ? parts : parts.filter((part) => part === only);
    if (measured.length === 0) throw new Error(`--only ${only}: there are ${parts.join(", ")}`);
    return { json, parts: measured, profile, long, help };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}
