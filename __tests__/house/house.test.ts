import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { dependencies } from "../../package.json";
import { root, type Source, sources } from "./sources";

const all = sources();

/** The plain data between what a system is and how it is operated. */
const deploymentType = "src/estate/(deployment|checks|outcome-metrics).ts";

/** What the files of a room may import of the project's own; `$1` is the room's own name. The first that fits counts. */
const rooms: readonly (readonly [room: RegExp, may: readonly string[]])[] = [
  [/^main\.ts$/, ["src/systems/", "stacks/"]],
  [/^stacks\//, ["stacks/", "src/systems/", "src/constructs/"]],
  [/^lambda\//, ["lambda/", "src/systems/", "src/operations/"]],
  [/^services\/([^/]+)\//, ["services/$1/", "services/support/"]],
  [/^services\//, ["services/"]],
  [/^src\/constructs\//, ["src/constructs/", "src/bundling/"]],
  [/^src\/systems\/configuration\//, ["src/systems/configuration/", deploymentType]],
  [
    /^src\/systems\/([^/]+)\//,
    [
      "src/systems/$1/",
      "src/systems/configuration/",
      "src/systems/foundation/(names|needs).ts",
      "src/constructs/",
      deploymentType,
    ],
  ],
  [/^src\/estate\/(deployment|checks|outcome-metrics)\.ts$/, [deploymentType]],
  [/^src\/estate\//, ["src/estate/", "src/systems/"]],
  [/^src\/operations\/report\//, ["src/operations/report/"]],
  [/^src\/operations\/aws\//, ["src/operations/aws/", "src/operations/report/", deploymentType]],
  [
    /^src\/operations\/terraform\//,
    ["src/operations/terraform/", "src/operations/aws/", "src/operations/report/"],
  ],
  [
    /^src\/operations\/([^/]+)\//,
    [
      "src/operations/$1/",
      "src/operations/aws/",
      "src/operations/terraform/",
      "src/operations/report/",
      "src/operations/[^/]+/report.ts",
      deploymentType,
      "package.json",
    ],
  ],
  [/^src\/cli\//, ["src/cli/", "src/operations/", "src/estate/"]],
];

/** Packages that belong to one half of the house alone. */
const describing = ["cdktf", "constructs", "@cdktf/provider-aws"];

function mayImport(file: string): readonly RegExp[] {
  const found = rooms.find(([room]) => room.test(file));
  if (found === undefined) throw new Error(`${file} is in no room: name it in rooms`);
  const [room, may] = found;
  const own = room.exec(file)?.[1] ?? "";
  return may.map((each) => new RegExp(`^${each.replace("$1", own)}`));
}

function strangers({ file, imports }: Source): string[] {
  const may = mayImport(file);
  return imports
    .filter((target) => !may.some((each) => each.test(target)))
    .map((target) => `${file} → ${target}`);
}

describe("the house", () => {
  it("has files that import what their room may, and nothing above it", () => {
    expect(all.flatMap(strangers)).toEqual([]);
  });

  it("names a system's own files nowhere but in main.ts, its stack, its functions and the estate's list", () => {
    const naming = all.filter(({ imports }) =>
      imports.some((target) => /^src\/systems\/(?!configuration\/)/.test(target)),
    );
    const known =
      /^(main\.ts|stacks\/.*|lambda\/.*|src\/systems\/.*|src\/estate\/deployments\.ts)$/;
    expect(naming.map(({ file }) => file).filter((file) => !known.test(file))).toEqual([]);
  });

  it("describes with cdktf in one half, and operates without it in the other", () => {
    const operating = reachedFrom(/^(src\/(operations|cli|estate)|lambda)\//);
    const wrong = operating.filter(({ packages }) =>
      packages.some((name) => describing.includes(name)),
    );
    expect(wrong.map(({ file }) => file)).toEqual([]);
    const constructs = all.filter(({ file }) => file.startsWith("src/constructs/"));
    expect(
      constructs.filter(({ packages }) => packages.some((name) => name.startsWith("@aws-sdk"))),
    ).toEqual([]);
  });

  it("installs no package that it doesn't use", () => {
    // cdktf-cli is started, and not imported.
    const used = new Set(["cdktf-cli", ...all.flatMap(({ packages }) => packages)]);
    expect(Object.keys(dependencies).filter((name) => !used.has(name))).toEqual([]);
  });

  it("has no circle of imports", () => {
    expect(circles(new Map(all.map(({ file, imports }) => [file, imports])))).toEqual([]);
  });

  it("has files of 300 lines and folders of 20 files at the most", () => {
    // An object an environment: it grows with them.
    const list = "src/systems/test-app/environments.ts";
    const long = all.filter(({ file, lines }) => lines > 300 && file !== list);
    expect(long.map(({ file }) => file)).toEqual([]);
    const folders = readdirSync(path.join(root, "src"), { recursive: true, withFileTypes: true });
    const counts = new Map<string, number>();
    for (const entry of folders)
      if (entry.isFile()) counts.set(entry.parentPath, (counts.get(entry.parentPath) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > 20)).toEqual([]);
  });
});

/** The files of a half, and all that they import, be it by way of others. */
function reachedFrom(half: RegExp): Source[] {
  const byFile = new Map(all.map((each) => [each.file, each]));
  const reached = new Set([...byFile.keys()].filter((file) => half.test(file)));
  // A set's loop reaches what is added meanwhile.
  for (const file of reached)
    for (const target of byFile.get(file)?.imports ?? []) reached.add(target);
  return all.filter(({ file }) => reached.has(file));
}

/** Each circle once, as the path that leads back to its beginning. */
function circles(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) found.push([...trail.slice(start), file].join(" → "));
    if (start >= 0 || done.has(file)) return;
    for (const target of imports.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return found;
}
