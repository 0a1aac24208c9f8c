import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Thing } from "./small-app/code";
import { until } from "./until";

/** A thing as it is in the cloud; `follows` is a revision here. */
export interface StoredThing extends Thing {
  readonly name: string;
  readonly id: string;
  readonly revision: string;
}

/** What the cloud does at each read, creation and update, until it is told otherwise. */
export interface Behaviour {
  /** The only thing that it does it with (default: all of them), by its name in the cloud. */
  readonly thing?: string;
  /** Only when it creates or updates something (default: also when it reads). */
  readonly writes?: true;
  /** Ends the request with this error. */
  readonly fail?: { readonly summary: string; readonly detail?: string };
  /** Answers late; early, with an error, when Terraform is interrupted, unless that is ignored. */
  readonly slow?: { readonly seconds: number; readonly ignoresStop?: boolean };
  /** Ends the provider. */
  readonly crash?: boolean;
}

/** The cloud of one environment, changed past Terraform. */
export class CloudFolder {
  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  read(name: string): StoredThing {
    return JSON.parse(readFileSync(this.file(name), "utf8"));
  }

  /** Makes a thing past Terraform. */
  create(name: string, thing: Thing = {}): void {
    this.#write(name, { ...thing, name, id: `thing-${name}`, revision: "1" });
  }

  edit(name: string, change: Partial<StoredThing>): void {
    this.#write(name, { ...this.read(name), ...change });
  }

  remove(name: string): void {
    rmSync(this.file(name));
  }

  /** Has the cloud behave in a way (default: well). */
  behave(behaviour: Behaviour = {}): void {
    rmSync(this.file(".waiting"), { force: true });
    this.#write(".behaviour", behaviour);
  }

  /** Waits until there is a request that is answered late. */
  async slowRequest(): Promise<void> {
    await until(() => existsSync(this.file(".waiting")) || undefined);
  }

  /** Where the thing lies, as JSON. */
  file(name: string): string {
    return path.join(this.folder, `${name}.json`);
  }
  #write(name: string, content: object): void {
    // Whole at once: the provider may be reading.
    const unfinished = path.join(this.folder, ".unfinished");
    writeFileSync(unfinished, JSON.stringify(content));
    renameSync(unfinished, this.file(name));
  }
}
