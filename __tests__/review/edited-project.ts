import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { Module } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import type { Stacks } from "../../src/operations/review/review";

const root = path.resolve(__dirname, "../..");

/** What somebody writes into a file of the project in another's place; the text must be there. */
export interface Edit {
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
}

/** What the project synthesizes to with these edits. They are made in memory, and the project itself stays. */
export async function synthesizeEdited(edits: readonly Edit[]): Promise<Stacks> {
  const made = new Set<Edit>();
  const {
    outputFiles: [output],
  } = await build({
    entryPoints: [path.join(root, "main.ts")],
    absWorkingDir: root,
    bundle: true,
    write: false,
    packages: "external",
    platform: "node",
    format: "cjs",
    loader: { ".sh": "text" },
    tsconfigRaw: "{}",
    plugins: [
      {
        name: "edits",
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
            const own = edits.filter((edit) => path.join(root, edit.file) === file);
            return {
              contents: own.reduce(
                (text, edit) => edited(text, edit, made),
                readFileSync(file, "utf8"),
              ),
              loader: "ts",
            };
          }),
      },
    ],
  });
  const unmade = edits.filter((edit) => !made.has(edit));
  if (unmade.length > 0 || output === undefined)
    throw new Error(`the project has no ${unmade.map(({ file }) => file)}`);
  return run(output.text);
}

function edited(text: string, edit: Edit, made: Set<Edit>): string {
  const { file, from, to } = edit;
  if (typeof from === "string" ? !text.includes(from) : text.search(from) < 0)
    throw new Error(`${file} doesn't hold ${from}`);
  const result = typeof from === "string" ? text.replaceAll(from, to) : text.replace(from, to);
  made.add(edit);
  return result;
}

/** Runs a bundle of main.ts in the place of a file in the project's root. */
function run(code: string): Stacks {
  const output = mkdtempSync(path.join(tmpdir(), "test-app-"));
  process.env.CDKTF_OUTDIR = output;
  try {
    const file = path.join(root, "main.cjs");
    const bundle = new Module(file) as Module & { _compile(code: string, file: string): void };
    bundle.paths = [path.join(root, "node_modules")];
    bundle._compile(code, file);
    const ids = readdirSync(path.join(output, "stacks"));
    return Object.fromEntries(
      ids.map((id) => [
        id,
        JSON.parse(readFileSync(path.join(output, "stacks", id, "cdk.tf.json"), "utf8")),
      ]),
    );
  } finally {
    delete process.env.CDKTF_OUTDIR;
    rmSync(output, { recursive: true, force: true });
  }
}
