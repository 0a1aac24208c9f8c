import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { recordedText } from "../operations/drift/recorded";
import { Folder } from "./command-line";

const readme = readFileSync(path.resolve(__dirname, "../../../README.md"), "utf8");

describe("the README", () => {
  it.each(["drift-update", "pending-update", "drift-with-consequence"])(
    "shows the report of %s as it prints",
    (name) => {
      using folder = new Folder();
      folder.write("plan.json", recordedText(name));
      const { stdout } = folder.run(["drift-check", "--plan", "plan.json"]);
      expect(readme).toContain(`\`\`\`\n${stdout.trimEnd()}\n\`\`\``);
    },
  );
});
