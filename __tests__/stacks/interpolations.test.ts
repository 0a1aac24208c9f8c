import { getExpressionAst } from "@cdktf/hcl2json";
import { describe, expect, it } from "vitest";
import { type SynthesizedStack, synthesizeInventory } from "../support/synthesized";
import { strings } from "./invariants/invariant";

/** Strings that Terraform reads as templates, without those of metadata. */
function templates(stack: SynthesizedStack) {
  return strings(stack.json).filter(
    ({ path, text }) => /[$%]\{/.test(text) && !path.includes("////"),
  );
}

/** Parses a template as Terraform does, with HashiCorp's own parser; an error names what is broken. */
async function parses(template: string): Promise<boolean> {
  const quoted = `"${template.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
  const unquotedInside = quoted.replace(/\$\{.*?\}/g, (part) => part.replaceAll('\\"', '"'));
  try {
    return Object.keys((await getExpressionAst("template.hcl", unquotedInside)) ?? {}).length > 0;
  } catch {
    return false;
  }
}

/** References such as `aws_lb.x` or `data.aws_ami.y` in a template. */
function references(template: string): string[] {
  return template.match(/\b(?:data\.)?aws_\w+\.[\w-]+/g) ?? [];
}

describe.each(Object.entries(await synthesizeInventory()))("%s", (_, stack) => {
  it("holds only templates that Terraform can parse", async () => {
    const broken: string[] = [];
    for (const { path, text } of templates(stack))
      if (!(await parses(text))) broken.push(`${path}: ${text}`);
    expect(broken).toEqual([]);
    expect(templates(stack).length).toBeGreaterThan(10);
  });

  it("refers only to what it declares", () => {
    const declared = [...stack.resources(), ...stack.dataSources()].map(({ address }) => address);
    const unknown = templates(stack)
      .flatMap(({ text }) => references(text))
      .filter((reference) => !declared.includes(reference));
    expect(unknown).toEqual([]);
  });
});

describe("the parser", () => {
  it.each(["${aws_lb.x.arn", "${tostring(}", "${aws_lb.x..arn}", "a ${1 +} b", "%{ if }"])(
    "refuses %s",
    async (broken) => {
      expect(await parses(broken)).toBe(false);
    },
  );

  it.each(["${aws_lb.x.arn}", "a/${tostring(aws_lb.x-1.arn)}", '{"a": "${aws_lb.x.arn}"}'])(
    "accepts %s",
    async (sound) => {
      expect(await parses(sound)).toBe(true);
    },
  );
});
