import { describe, expect, it } from "vitest";
import { create, type Json, refers, remove, resource, said, update } from "./written-plans";

describe("references", () => {
  const drift = [update("aws_g.g", { capacity: 3, other: 1 }, { capacity: 5, other: 1 })];
  const changes = [update("aws_p.p", { value: "3" }, { value: "5" })];
  const following = (expression: Json, module: Json = {}, more: Json = {}) =>
    said({
      changes,
      drift,
      resources: [resource("aws_p.p", { value: expression }, more), resource("aws_g.g", {})],
      module,
    })[1];

  it.each([
    ["the attribute that moved", refers("aws_g.g.capacity"), "drift update aws_g.g"],
    ["the whole resource", { references: ["aws_g.g"] }, "drift"],
  ])("to %s explain a known change", (_, expression) => {
    expect(
      said({ changes, drift, resources: [resource("aws_p.p", { value: expression })] }),
    ).toContain("drift update aws_p.p because aws_g.g");
  });

  it.each([
    ["cap=3", "cap!=-5*"],
    ["3", "-5"],
    ["arn:b/3", "arn:b/*/5"],
    ["3 ", "5"],
    ["a-3", "a_5"],
  ])("explain no change of what stands around it: %s to %s", (before, after) => {
    const written = {
      changes: [update("aws_p.p", { value: before }, { value: after })],
      drift,
      resources: [resource("aws_p.p", { value: refers("aws_g.g.capacity") })],
    };
    expect(said(written)).toContain("pending update aws_p.p");
  });

  it("to another attribute of it don't", () => {
    const written = {
      changes,
      drift,
      resources: [resource("aws_p.p", { value: refers("aws_g.g.other") })],
    };
    expect(said(written)).toContain("pending update aws_p.p");
  });

  it("to a data source may be where the change comes from", () => {
    const resources = [resource("aws_p.p", { value: refers("data.aws_ami.image.id") })];
    expect(said({ changes, resources })).toEqual([
      "PENDING",
      "pending update aws_p.p because data.aws_ami.image",
    ]);
  });

  it("go through data sources, modules, for_each and count", () => {
    const target = "because aws_g.g";
    expect(
      said({
        changes,
        drift,
        resources: [
          resource("aws_p.p", { value: refers("data.aws_d.d.id") }),
          resource(
            "data.aws_d.d",
            { filter: [{ values: refers("aws_g.g.capacity") }] },
            { mode: "data" },
          ),
        ],
      }).join(),
    ).toContain(target);
    expect(
      said({
        changes,
        drift,
        resources: [
          resource(
            "aws_p.p",
            { value: refers("each.value") },
            { for_each_expression: refers("aws_g.g.capacity") },
          ),
        ],
      }).join(),
    ).toContain(target);
    expect(
      said({
        changes,
        drift,
        resources: [
          resource(
            "aws_p.p",
            { value: refers("count.index") },
            { count_expression: refers("aws_g.g.capacity") },
          ),
        ],
      }).join(),
    ).toContain(target);
    expect(
      said({
        changes: [update('module.m["a"].aws_p.p[0]', { value: "3" }, { value: "5" })],
        drift,
        module: {
          module_calls: {
            m: {
              expressions: { size: refers("aws_g.g.capacity") },
              module: { resources: [resource("aws_p.p", { value: refers("var.size") })] },
            },
          },
        },
      }).join(),
    ).toContain(target);
    expect(
      said({
        changes,
        drift: [update("module.m.aws_g.g", { capacity: 3 }, { capacity: 5 })],
        resources: [resource("aws_p.p", { value: refers("module.m.size") })],
        module: {
          module_calls: {
            m: {
              module: {
                outputs: { size: { expression: refers("aws_g.g.capacity") } },
                resources: [resource("aws_g.g", {})],
              },
            },
          },
        },
      }).join(),
    ).toContain("because module.m.aws_g.g");
  });

  it("that can't be followed are a guess: drift only when nobody changed the code", () => {
    const resources = [resource("aws_p.p", { value: { references: ["local.size"] } })];
    expect(said({ changes, drift, resources })).toContain(
      "drift update aws_p.p because local.size guess",
    );
    const more = [...changes, update("aws_x.x", { a: 1 }, { a: 2 })];
    expect(said({ changes: more, drift, resources })).toContain(
      "pending update aws_p.p because local.size",
    );
    expect(said({ changes, resources })).toEqual([
      "PENDING",
      "pending update aws_p.p because local.size",
    ]);
  });

  it("in a circle end", () => {
    expect(
      following(
        { references: ["module.m.x"] },
        {
          module_calls: {
            m: {
              expressions: { y: { references: ["module.m.x"] } },
              module: { outputs: { x: { expression: { references: ["var.y"] } } } },
            },
          },
        },
      ),
    ).toBeDefined();
  });
});

describe("right after an apply, when much differs from the state", () => {
  const noise = update("aws_s.p[0]", { n: "first" }, { n: "second" });
  const changes = [update("aws_l.l", { v: ["s-1", "s-2"] }, { v: ["s-1"] })];
  const whole = { references: ["aws_s.p"] };

  it("a reference to a whole resource explains only what changes as that did", () => {
    const written = {
      changes,
      drift: [noise],
      resources: [resource("aws_l.l", { v: whole }), resource("aws_s.p", {})],
    };
    expect(said(written)[0]).toBe("PENDING");
    const moved = update("aws_s.p[0]", { id: "s-2" }, { id: "s-3" });
    const along = [update("aws_l.l", { v: ["s-1", "s-2"] }, { v: ["s-1", "s-3"] })];
    expect(said({ ...written, changes: along, drift: [moved] })[0]).toBe("DRIFTED");
  });

  it("a reference to one instance is not one to another", () => {
    const resources = [resource("aws_l.l", { v: refers("aws_s.p[1].n") }), resource("aws_s.p", {})];
    expect(said({ changes, drift: [noise], resources })[0]).toBe("PENDING");
  });

  it("a reference to one key of a map is not one to another", () => {
    const drift = [update("aws_s.p", { tags: { a: "1", b: "1" } }, { tags: { a: "1", b: "2" } })];
    const of = (key: string) => [resource("aws_l.l", { v: refers(`aws_s.p.tags.${key}`) })];
    const changes = [update("aws_l.l", { v: ["k-1"] }, { v: ["k-2"] })];
    expect(said({ changes, drift, resources: of("a") })[0]).toBe("PENDING");
    expect(said({ changes, drift, resources: of("b") })[0]).toBe("DRIFTED");
  });

  it("instances that come and go with a local are the code's", () => {
    const repeated = { for_each_expression: { references: ["local.names"] } };
    const resources = [resource("aws_t.t", { name: refers("each.value") }, repeated)];
    expect(
      said({ changes: [create('aws_t.t["b"]', { name: "b" })], drift: [noise], resources })[0],
    ).toBe("PENDING");
    const gone = remove('aws_t.t["b"]', { name: "b" }, { reason: "delete_because_each_key" });
    expect(said({ changes: [gone], drift: [noise], resources })[0]).toBe("PENDING");
  });
});
