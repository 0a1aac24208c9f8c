import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "vitest";
import { foundationIds, idsOf } from "../../../src/estate/deployments";

/** The program that people and pipelines call. */
export const testapp = path.resolve(__dirname, "../../../bin/testapp");

/** The variables of a command that asks only this AWS, with credentials that are nobody's. */
export function variablesFor(awsUrl: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    CI: "1",
    AWS_ENDPOINT_URL: awsUrl,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/nonexistent",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
  };
}

/** What a command did. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Wrong usage is told in the first line. Options are listed behind an unknown one alone, and names behind a missing
 * one; the last line says where all of it stands.
 */
export function expectWrongUsage({ status, stdout, stderr }: Ended, name: string, message: string) {
  expect({ status, stdout }).toEqual({ status: 64, stdout: "" });
  const lines = stderr.trimEnd().split("\n");
  expect(lines[0]).toContain(message);
  expect(lines.at(-1)).toBe(`More: bin/testapp ${name} --help`);
  const lists = ["Known options: --", "ENV is one of ", "REGION is one of "];
  const listed = lists.filter((list) => stderr.includes(`\n${list}`));
  const [kind = "", argument] =
    /unknown option|missing required argument '(\w+)/.exec(message) ?? [];
  const wanted = argument === undefined ? "Known options: --" : `${argument} is one of `;
  expect(listed).toEqual(kind === "" ? [] : [wanted]);
  expect(stderr).not.toMatch(/^\s+at /m);
}

/** A folder of its own that is the current one of the commands run in it. */
export class Folder implements Disposable {
  readonly path = mkdtempSync(path.join(tmpdir(), "test-app-cli-"));

  /** Writes a file, as JSON unless it is a text; returns its name. */
  write(name: string, content: unknown): string {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    writeFileSync(path.join(this.path, name), text);
    return name;
  }

  has(name: string): boolean {
    return existsSync(path.join(this.path, name));
  }

  read(name: string): string {
    return readFileSync(path.join(this.path, name), "utf8");
  }

  run(args: readonly string[], input = "", env: NodeJS.ProcessEnv = process.env): Ended {
    const { status, stdout, stderr } = spawnSync(testapp, args, {
      cwd: this.path,
      encoding: "utf8",
      env,
      input,
      maxBuffer: 100e6,
    });
    return { status, stdout, stderr };
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** What a command's help says of the environments that it takes: a line a system. */
export const environmentLines = `ENV is one of ${["test-app", "tally", "messages"]
  .map((system) => idsOf(system).join(", "))
  .join(",\n")}`;

/** The same of a command that takes foundations, too. */
export const knownLines = `${environmentLines},\nor a region's foundation: ${foundationIds.join(", ")}.`;
