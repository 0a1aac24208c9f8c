import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { recordedText } from "../operations/drift/recorded";
import { Folder } from "./command-line";

it("the README shows a report as it prints", () => {
  using folder = new Folder();
  folder.write("plan.json", recordedText("drift-with-consequence"));
  const { stdout } = folder.run(["drift-check", "--plan", "plan.json"]);
  const readme = readFileSync(path.resolve(__dirname, "../../../README.md"), "utf8");
  expect(readme).toContain(`\`\`\`\n${stdout.trimEnd()}\n\`\`\``);
});
