import { VirtualClock } from "../support/fake-ssm/clock";

/** The time of an account, which requests don't move. */
export class PassingClock extends VirtualClock {
  readonly #start = Date.now();

  /** @param haste so many seconds pass there while one passes here */
  constructor(private readonly haste: number) {
    super();
  }

  override now(): number {
    return this.#start + (Date.now() - this.#start) * this.haste;
  }

  override advance(): void {}
}
