import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  ContainerImages,
  containerTools,
  noContainersBecause,
} from "../../support/container-images";
import { describeUnless, describeWithTools } from "../../support/external-tools";
import { type Configuration, synthesizeInventory } from "../../support/synthesized";

const title = "Grafana's image";

const stack = (await synthesizeInventory())["messages-production"];
const task: Configuration = stack?.named("aws_ecs_task_definition", "grafana-task/this") ?? {};
const [container] = JSON.parse(task.container_definitions);
const variables: Record<string, string> = Object.fromEntries(
  container.environment.map(({ name, value }: Configuration) => [name, value]),
);
const memoryFolders = Object.fromEntries(
  container.linuxParameters.tmpfs.map((each: Configuration) => [each.containerPath, each.size]),
);
/** As Grafana's own image says. */
const data = "/var/lib/grafana";

/** In the place of Grafana: it says who it is, and shows where its files are. */
const standIn = `#!/bin/sh
echo "user $(id -u)"
echo "process $$"
env | grep -c ^DASHBOARD
cd "$GF_PATHS_PROVISIONING"
for file in */*.yaml ${data}/dashboards/*; do echo "$file $(cat "$file")"; done
touch /outside 2>/dev/null || echo "read-only"
exit 7
`;

function suite(): void {
  let folder: string;
  let images: ContainerImages;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "grafana-"));
    images = await ContainerImages.prepare();
    await images.build(
      "messages-grafana",
      path.resolve(__dirname, "../../../services/messages/grafana"),
      {
        VERSION: "1.0.7",
        COMMIT: "0123abc",
      },
    );
    // The base is made once on a machine, which may take minutes, and one suite waits for the other.
  }, 1_800_000);
  afterAll(async () => {
    await images?.[Symbol.asyncDispose]();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  it("names its version and commit", async () => {
    expect((await images.inspect("messages-grafana")).Labels).toMatchObject({
      "org.opencontainers.image.version": "1.0.7",
      "org.opencontainers.image.revision": "0123abc",
    });
  });

  it("starts Grafana as the task definition has it, with the files that its variables hold", async () => {
    const run = path.join(folder, "run.sh");
    writeFileSync(run, standIn);
    chmodSync(run, 0o755);
    const program = images.run(
      "messages-grafana",
      { ...variables, GF_PATHS_DATA: data },
      { mounts: { "/run.sh": run }, memoryFolders },
    );
    // It is Grafana that gets the signals, and whose end counts.
    expect(await program.ended).toMatchObject({ status: 7 });
    const [user, process, left, ...lines] = program.stdout.trimEnd().split("\n");
    expect([user, process, left, lines.pop()]).toEqual([
      `user ${container.user}`,
      "process 1",
      "0",
      "read-only",
    ]);
    const files = Object.fromEntries(
      lines.map((line) => [line.split(" ", 1)[0], line.replace(/^\S+ /, "")]),
    );
    const { path: dashboards } = JSON.parse(variables.DASHBOARD_PROVIDERS ?? "").providers[0]
      .options;
    expect(files).toEqual({
      "alerting/rules.yaml": variables.ALERT_RULES,
      "dashboards/providers.yaml": variables.DASHBOARD_PROVIDERS,
      "datasources/sources.yaml": variables.DATA_SOURCES,
      [`${dashboards}/messages.json`]: variables.DASHBOARD,
    });
  });
}

if (noContainersBecause === undefined) describeWithTools(title, containerTools, suite);
else describeUnless(noContainersBecause, title, suite, false);
