// Takes the place of main.ts in a copy of the project. What it declares stands in a file that tests write.
import { readFileSync } from "node:fs";
import { App, S3Backend, TerraformProvider, TerraformResource, TerraformStack } from "cdktf";
import type { Code, EnvironmentCode, Thing } from "./code";

const thingType = "folder_thing";
const groupType = "aws_autoscaling_group";

class FolderProvider extends TerraformProvider {
  constructor(
    scope: TerraformStack,
    private readonly path: string,
  ) {
    super(scope, "folder", {
      terraformResourceType: "folder",
      terraformGeneratorMetadata: { providerName: "folder", providerVersion: "1.0.0" },
      terraformProviderSource: "test-app.example/stand-in/folder",
    });
  }

  protected override synthesizeAttributes() {
    return { path: this.path };
  }
}

class FolderThing extends TerraformResource {
  constructor(
    scope: TerraformStack,
    id: string,
    private readonly thing: Thing,
    provider: FolderProvider,
  ) {
    const isGroup = thing.launches !== undefined;
    super(scope, id, { terraformResourceType: isGroup ? groupType : thingType, provider });
    if (thing.adopted) this.importFrom(`thing-${thing.name ?? id}`);
  }

  protected override synthesizeAttributes() {
    const { follows, launches, adopted, ...attributes } = this.thing;
    const revision = (of?: string) =>
      of === undefined ? undefined : `\${${thingType}.${of}.revision}`;
    return {
      name: this.node.id,
      ...attributes,
      follows: revision(follows),
      launch_configuration: revision(launches),
    };
  }
}

class SmallStack extends TerraformStack {
  constructor(scope: App, id: string, { cloud, state, endpoint, things }: EnvironmentCode) {
    super(scope, id);
    new S3Backend(this, {
      ...state,
      endpoints: { s3: endpoint },
      usePathStyle: true,
      skipCredentialsValidation: true,
      skipMetadataApiCheck: true,
      skipRequestingAccountId: true,
    });
    this.addOverride("terraform.backend.s3.use_lockfile", true);
    const provider = new FolderProvider(this, cloud);
    for (const [name, thing] of Object.entries(things)) {
      new FolderThing(this, name, thing, provider);
    }
  }
}

const { STAND_IN_CODE } = process.env;
if (STAND_IN_CODE === undefined) throw new Error("STAND_IN_CODE names no file");
const code: Code = JSON.parse(readFileSync(STAND_IN_CODE, "utf8"));

const app = new App();
for (const [id, environment] of Object.entries(code)) new SmallStack(app, id, environment);
app.synth();
