import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
export type Configuration = Record<string, any>;

export interface Resource {
  /** As in a plan, such as `aws_lb.load-balancer_this_BD70CA31`. */
  readonly address: string;
  readonly type: string;
  readonly configuration: Configuration;
}

/** One stack's Terraform JSON, with the questions that tests ask of it. */
export class SynthesizedStack {
  constructor(readonly json: Configuration) {}

  resources(): Resource[] {
    return resourcesOf(this.json.resource, "");
  }

  dataSources(): Resource[] {
    return resourcesOf(this.json.data, "data.");
  }

  ofType(type: string): Configuration[] {
    return [...this.resources(), ...this.dataSources()]
      .filter((resource) => resource.type === type)
      .map(({ configuration }) => configuration);
  }

  only(type: string): Configuration {
    const [first, ...others] = this.ofType(type);
    if (first === undefined || others.length > 0)
      throw new Error(`expected one ${type}, found ${first === undefined ? 0 : 1 + others.length}`);
    return first;
  }

  /** The resource of a type whose construct path ends with this, such as `load-balancer/http`. */
  named(type: string, pathEnd: string): Configuration {
    const found = this.ofType(type).find((each) =>
      each["//"].metadata.path.endsWith(`/${pathEnd}`),
    );
    if (found === undefined) throw new Error(`no ${type} at ${pathEnd}`);
    return found;
  }

  clone(): SynthesizedStack {
    return new SynthesizedStack(structuredClone(this.json));
  }
}

function resourcesOf(byType: Configuration | undefined, prefix: string): Resource[] {
  return Object.entries(byType ?? {}).flatMap(([type, byName]) =>
    Object.entries(byName as Configuration).map(([name, configuration]) => ({
      address: `${prefix}${type}.${name}`,
      type,
      configuration,
    })),
  );
}

/** GIVEN constructs in a stack of their own, WHEN it is synthesized, THEN this is its JSON. */
export function synthesize(build: (stack: TerraformStack) => void): SynthesizedStack {
  return inTemporaryFolder((outdir) => {
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "test");
    new AwsProvider(stack, "aws", { region: "us-east-1" });
    build(stack);
    app.synth();
    return readStack(outdir, "test");
  });
}

let inventory: Promise<Record<string, SynthesizedStack>> | undefined;

/** What main.ts writes for the environments that ship, by environment; made once in a process. */
export function synthesizeInventory(): Promise<Record<string, SynthesizedStack>> {
  inventory ??= runMain();
  return inventory;
}

async function runMain(): Promise<Record<string, SynthesizedStack>> {
  const outdir = mkdtempSync(path.join(tmpdir(), "test-app-"));
  process.env.CDKTF_OUTDIR = outdir;
  try {
    await import("../../main");
    const ids = readdirSync(path.join(outdir, "stacks")).sort();
    return Object.fromEntries(ids.map((id) => [id, readStack(outdir, id)]));
  } finally {
    delete process.env.CDKTF_OUTDIR;
    rmSync(outdir, { recursive: true, force: true });
  }
}

function readStack(outdir: string, id: string): SynthesizedStack {
  const file = path.join(outdir, "stacks", id, "cdk.tf.json");
  return new SynthesizedStack(JSON.parse(readFileSync(file, "utf8")));
}

export function inTemporaryFolder<Result>(use: (folder: string) => Result): Result {
  const folder = mkdtempSync(path.join(tmpdir(), "test-app-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
