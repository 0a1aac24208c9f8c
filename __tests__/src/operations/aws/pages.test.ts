import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, it } from "vitest";

const operations = path.resolve(__dirname, "../../../../src/operations");
const sources = readdirSync(operations, { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".ts"),
);
const load = createRequire(__filename);

/** Commands of the SDK that a source sends, and that answer in pages. */
function pagedCommands(source: string): string[] {
  return [...source.matchAll(/import \{([^}]*)\} from "(@aws-sdk\/client-[^"]+)"/g)].flatMap(
    ([, names = "", client = ""]) =>
      [...names.matchAll(/\b(\w+)Command\b/g)].flatMap(([, name = ""]) =>
        `paginate${name}` in load(client) ? name : [],
      ),
  );
}

// An answer may be an empty page with a token.
it("reads every list to its last page", () => {
  const unread = sources.filter((file) => {
    const source = readFileSync(path.join(operations, file), "utf8");
    const paged = pagedCommands(source).length;
    const lists = source.match(/\bask\.all\(/g)?.length ?? 0;
    return lists < paged && !/\b[Nn]extToken: page\.nextToken\b/.test(source);
  });
  expect(unread).toEqual([]);
});

it("knows a command that answers in pages", () => {
  const source = `import { ListCommandsCommand, SendCommandCommand } from "@aws-sdk/client-ssm";`;
  expect(pagedCommands(source)).toEqual(["ListCommands"]);
});
