/** Which rollout a command belongs to, and which of its commands it is. */
export interface RunMark {
  readonly runId: string;
  /** 0 is the command by tag; 1 and 2 are the further passes. */
  readonly pass: number;
}

const word = "[A-Za-z0-9._:-]{1,64}";
const form = new RegExp(`^(?:testapp rollout )?(${word})(?: pass ([1-9]))?$`);

/**
 * The comment of a command, of at most 100 characters: the one thing of ours that Systems Manager keeps.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html
 */
export function commentOf({ runId, pass }: RunMark): string {
  return `testapp rollout ${runId}${pass === 0 ? "" : ` pass ${pass}`}`;
}

/** Undefined for a command that no rollout sent. */
export function runMarkOf(comment: string): RunMark | undefined {
  const [, runId, pass] = form.exec(comment) ?? [];
  return runId === undefined ? undefined : { runId, pass: Number(pass ?? 0) };
}
