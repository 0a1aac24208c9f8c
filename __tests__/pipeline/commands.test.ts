import path from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { synthesizedFolder } from "../../src/operations/pipeline/steps";
import { Folder } from "../src/cli/command-line";
import { pipelineCalls, pipelineCommands } from "./commands";

function sourceOf(name: string): string {
  return path.resolve(__dirname, `../../src/cli/commands/${name}.ts`);
}

/** The command line's own definition of a command, without what it does. */
async function parserOf(name: string): Promise<Command> {
  const module: Record<string, unknown> = await import(sourceOf(name));
  const add = Object.entries(module).find(([key]) => /^add[A-Z]/.test(key))?.[1];
  const program = new Command("testapp").exitOverride();
  (add as (program: Command) => void)(program);
  for (const command of program.commands) {
    command.action(() => undefined).exitOverride();
    command.configureOutput({ writeErr: () => undefined });
  }
  return program;
}

describe("the commands that the pipeline calls", () => {
  describe.each(pipelineCommands)("%s", (name) => {
    it("has help", () => {
      using folder = new Folder();
      const { status, stdout } = folder.run([name, "--help"]);
      expect(status).toBe(0);
      expect(stdout).toContain(`Usage: bin/testapp ${name} `);
    });

    it("takes the arguments", async () => {
      using folder = new Folder();
      folder.write("manifest.json", {});
      // There is synthesized output in a build, and perhaps none here.
      const own = pipelineCalls
        .filter(([first]) => first === name)
        .map((args) => args.map((arg) => (arg === synthesizedFolder ? folder.path : arg)));
      for (const args of own) {
        const program = await parserOf(name);
        expect(() => program.parse([...args], { from: "user" }), args.join(" ")).not.toThrow();
      }
      const program = await parserOf(name);
      expect(() => program.parse([...(own[0] ?? []), "--nonsense"], { from: "user" })).toThrow();
    });
  });
});
