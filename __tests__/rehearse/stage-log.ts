import type { WriteStream } from "node:tty";
import pico from "picocolors";
import { outliveReader, showsColours } from "../../src/cli/output/streams";

/** What one step came to. */
export interface Ending {
  readonly command: string;
  /** Its verdict or outcome, in its report's own words. */
  readonly outcome: string;
  readonly exitCode: number;
  readonly seconds: number;
  /** What it said to people, where that is to be read. */
  readonly said: string;
}

/** Shows a rehearsal as it goes: each stage, and below it what its steps came to. */
export class StageLog {
  readonly #colours;

  constructor(private readonly stream: WriteStream) {
    this.#colours = pico.createColors(showsColours(stream));
    // What nobody reads, as behind `| head`, must not leave the clouds behind.
    outliveReader(stream);
  }

  /** @param explanation for somebody who sees it for the first time */
  stage(name: string, explanation: string): void {
    this.#write(`\n${this.#colours.bold(`── ${name}`)} ${this.#colours.dim(`(${explanation})`)}`);
  }

  line(text: string): void {
    this.#write(`   ${text}`);
  }

  step({ command, outcome, exitCode, seconds, said }: Ending): void {
    const paint = exitCode === 0 ? this.#colours.green : this.#colours.red;
    const took = this.#colours.dim(`(${seconds.toFixed(1)} s)`);
    this.line(`testapp ${command}: ${paint(`${outcome}, exit code ${exitCode}`)} ${took}`);
    if (said === "") return;
    for (const line of said.trimEnd().split("\n")) this.line(`  | ${line}`);
  }

  /** What stands out from the stages. */
  paragraph(text: string): void {
    this.#write(`\n${text}`);
  }

  #write(text: string): void {
    this.stream.write(`${text}\n`);
  }
}
