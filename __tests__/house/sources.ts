import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

export const root = path.resolve(__dirname, "../..");

/** A file of the project's own code, by its path from the root, with what it imports. */
export interface Source {
  readonly file: string;
  readonly lines: number;
  /** The project's own files, by their paths from the root. */
  readonly imports: readonly string[];
  /** Names of packages, such as `cdktf` or `@cdktf/provider-aws`. */
  readonly packages: readonly string[];
}

const specifier = /(?:^(?:import|export)\b[^;]*?\bfrom\s*|^import\s*|\bimport\(\s*)"([^"]+)"/gm;

/** All of `main.ts`, `stacks/`, `lambda/`, `services/` and `src/`. */
export function sources(): Source[] {
  const files = ["stacks", "lambda", "services", "src"].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => path.join(folder, name)),
  );
  return ["main.ts", ...files].sort().map(sourceOf);
}

function sourceOf(file: string): Source {
  const text = readFileSync(path.join(root, file), "utf8");
  const named = [...text.matchAll(specifier)].map(([, name = ""]) => name);
  return {
    file,
    lines: text.split("\n").length - 1,
    imports: named.filter((name) => name.startsWith(".")).map((name) => resolved(file, name)),
    packages: named.filter((name) => !name.startsWith(".")).map(packageOf),
  };
}

function resolved(file: string, name: string): string {
  const target = path.join(path.dirname(file), name);
  return isFile(target) ? target : `${target}.ts`;
}

function isFile(file: string): boolean {
  return statSync(path.join(root, file), { throwIfNoEntry: false })?.isFile() ?? false;
}

function packageOf(name: string): string {
  return name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");
}
