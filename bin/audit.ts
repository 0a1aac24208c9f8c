// Asks npm's registry what is known against the packages that the pipeline runs: `npm run audit`. It ends with 0 where
// nothing of it is high or critical, with 2 where something is, and with 1 where nobody answers.
import { spawnSync } from "node:child_process";
import * as z from "zod";

/** What cdktf's last release brings inside its own package. npm's overrides don't reach there. */
const withinCdktf = /^node_modules\/cdktf\/node_modules\//;

/** What is known of that, and why it harms nobody here. https://github.com/advisories */
const accepted: Readonly<Record<string, string>> = {
  "GHSA-r5fr-rjxr-66jc":
    "lodash: only who writes a template's names can use it, and cdktf writes no template",
  "GHSA-5j98-mcp5-4vw2": "glob: only its own command has it, which nothing calls",
  "GHSA-3ppc-4f35-3m26": "minimatch: patterns come from this project's code alone",
  "GHSA-7r86-cg39-jmmj": "minimatch: patterns come from this project's code alone",
  "GHSA-23c5-xmqv-rm74": "minimatch: patterns come from this project's code alone",
  "GHSA-3jxr-9vmj-r5cp": "brace-expansion: patterns come from this project's code alone",
  "GHSA-mh99-v99m-4gvg": "brace-expansion: patterns come from this project's code alone",
};

/** https://docs.npmjs.com/cli/commands/npm-audit */
const answerSchema = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      nodes: z.array(z.string()),
      // A name says that it only has a package which has it.
      via: z.array(
        z.union([
          z.string(),
          z.object({ url: z.string(), title: z.string(), severity: z.string() }),
        ]),
      ),
    }),
  ),
});

const { stdout, stderr } = spawnSync("npm", ["audit", "--omit=dev", "--json"], {
  encoding: "utf8",
});
const answer = answerSchema.safeParse(parsed(stdout));
if (!answer.success) {
  console.error(
    `npm's registry says nothing of the packages, so nobody knows:\n${stdout}${stderr}`,
  );
  process.exit(1);
}

const found = Object.entries(answer.data.vulnerabilities).flatMap(([name, { nodes, via }]) =>
  via
    .filter((each) => typeof each === "object")
    .filter(({ severity }) => severity === "high" || severity === "critical")
    .map(({ url, title, severity }) => ({
      name,
      nodes,
      title,
      severity,
      id: url.split("/").at(-1) ?? url,
    })),
);
const isAccepted = ({ id, nodes }: (typeof found)[number]) =>
  id in accepted && nodes.every((node) => withinCdktf.test(node));
for (const { id } of found.filter(isAccepted)) console.log(`accepted: ${id}, ${accepted[id]}`);
const others = found.filter((each) => !isAccepted(each));
for (const { severity, id, name, nodes, title } of others)
  console.error(`${severity}: ${id}, ${name} (${nodes.join(", ")}): ${title}`);
process.exitCode = others.length > 0 ? 2 : 0;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
