import { describe, expect, it } from "vitest";
import { judgePlan } from "../../../../src/operations/drift/judge/judge";
import { constant, create, judge, refers, remove, resource, said, update } from "./written-plans";

describe("cause, attribute by attribute", () => {
  const resources = [
    resource("aws_x.a", { size: constant(2), zone: constant("z"), from: refers("aws_x.b.id") }),
    resource("aws_x.b", { name: constant("n") }),
  ];

  it("computed attributes take the cause of the resource's other changes and are no finding", () => {
    const changes = [
      update("aws_x.a", { size: 1, version: 1 }, { size: 2 }, { unknown: { version: true } }),
    ];
    const { verdict, findings } = judge({ changes, resources });
    expect([verdict, findings[0]?.attributes.map(({ path }) => path)]).toEqual([
      "PENDING",
      ["size"],
    ]);
  });

  it("of one resource, one attribute reverts and another is ahead", () => {
    const changes = [update("aws_x.a", { size: 9, zone: "y" }, { size: 2, zone: "z" })];
    const drift = [update("aws_x.a", { size: 2, zone: "y" }, { size: 9, zone: "y" })];
    expect(said({ changes, drift, resources })).toEqual([
      "DRIFTED_AND_PENDING",
      "drift update aws_x.a",
      "pending update aws_x.a",
    ]);
  });

  it("an unknown attribute follows what it refers to, for both causes where that has both", () => {
    const follower = update("aws_x.a", { from: "1" }, {}, { unknown: { from: true } });
    const source = update("aws_x.b", { name: "m", tag: 1 }, { name: "n", tag: 2 });
    expect(
      said({
        changes: [follower, source],
        drift: [update("aws_x.b", { name: "n", tag: 2 }, { name: "m", tag: 1 })],
        resources,
      }),
    ).toEqual(["DRIFTED", "drift update aws_x.a because aws_x.b", "drift update aws_x.b"]);
    expect(
      said({
        changes: [follower, source],
        drift: [update("aws_x.b", { name: "n", tag: 1 }, { name: "m", tag: 1 })],
        resources,
      }),
    ).toEqual([
      "DRIFTED_AND_PENDING",
      "drift update aws_x.a because aws_x.b",
      "pending update aws_x.a because aws_x.b",
      "drift update aws_x.b",
      "pending update aws_x.b",
    ]);
    expect(said({ changes: [follower], resources })).toEqual(["PENDING", "pending update aws_x.a"]);
  });

  it("an unknown attribute that was also changed by hand has drifted, whatever it follows", () => {
    const changes = [
      update("aws_x.a", { from: "by hand" }, {}, { unknown: { from: true } }),
      update("aws_x.b", { name: "m" }, { name: "n" }),
    ];
    const drift = [update("aws_x.a", { from: "1" }, { from: "by hand" })];
    expect(said({ changes, drift, resources })[0]).toBe("DRIFTED_AND_PENDING");
  });

  it("a missing resource has drifted, and is pending too where the code wants it otherwise", () => {
    const drift = [remove("aws_x.a", { size: 2, zone: "z", id: "i-1" })];
    const unknown = { unknown: { id: true } };
    expect(
      said({ changes: [create("aws_x.a", { size: 2, zone: "z" }, unknown)], drift, resources }),
    ).toEqual(["DRIFTED", "drift create aws_x.a"]);
    expect(
      said({ changes: [create("aws_x.a", { size: 3, zone: "z" }, unknown)], drift, resources }),
    ).toEqual(["DRIFTED_AND_PENDING", "drift create aws_x.a", "pending update aws_x.a"]);
  });

  it("the order of a list is content, whoever changed it", () => {
    const [ab, ba] = [{ l: ["a", "b"] }, { l: ["b", "a"] }];
    const changes = [update("aws_x.a", ba, ab)];
    const report = judge({ changes, drift: [update("aws_x.a", ab, ba)] });
    expect(report).toMatchObject({
      verdict: "DRIFTED",
      findings: [{ cause: "drift", attributes: [{ path: "l", before: ba.l, after: ab.l }] }],
    });
    expect(said({ changes })).toEqual(["PENDING", "pending update aws_x.a"]);
    expect(said({ changes: [update("aws_x.a", { l: ["a"] }, { l: ["a"] })] })[0]).toBe(
      "INCONCLUSIVE",
    );
  });
});

describe("what else a plan may hold", () => {
  it("tags_all changes for the reason for which tags do", () => {
    const written = {
      changes: [
        update(
          "aws_l.l",
          { tags: { c: "1" }, tags_all: { c: "1" } },
          { tags: { c: "2" }, tags_all: { c: "2" } },
        ),
      ],
      drift: [update("aws_g.g", { cap: 1 }, { cap: 2 })],
      resources: [resource("aws_l.l", { tags: refers("aws_g.g.cap") }), resource("aws_g.g", {})],
    };
    expect(said(written)).toContain("drift update aws_l.l because aws_g.g");
    expect(said(written)[0]).toBe("DRIFTED");
  });

  it("of a set without keys, one block is revoked by hand and another dropped from the code", () => {
    const blocks = (...ports: number[]) => ({
      ingress: ports.map((port) => ({ port, open: true })),
    });
    const changes = [update("aws_x.a", blocks(1), blocks(2))];
    expect(said({ changes, drift: [update("aws_x.a", blocks(1, 2), blocks(1))] })[0]).toBe(
      "DRIFTED_AND_PENDING",
    );
  });

  it("a data source that waits for a resource with depends_on follows it", () => {
    const changes = [
      update("aws_l.l", { v: "x" }, {}, { unknown: { v: true } }),
      update("aws_b.b", { idle: 120 }, { idle: 60 }),
    ];
    const resources = [
      resource("aws_l.l", { v: refers("data.aws_d.d.id") }),
      resource("aws_b.b", { idle: constant(60) }),
      resource("data.aws_d.d", {}, { mode: "data", depends_on: ["aws_b.b"] }),
    ];
    const drift = [update("aws_b.b", { idle: 60 }, { idle: 120 })];
    expect(said({ changes, drift, resources })).toContain("drift update aws_l.l because aws_b.b");
  });

  it("what only becomes sensitive is pending", () => {
    const changes = [update("aws_x.a", { v: 1 }, { v: 1 }, { after_sensitive: { v: true } })];
    expect(said({ changes })).toEqual(["PENDING", "pending update aws_x.a"]);
  });

  it("a value that only the drift calls sensitive is withheld", () => {
    const drift = [
      update("aws_x.a", { v: "was" }, { v: "by-hand" }, { after_sensitive: { v: true } }),
    ];
    const report = judge({ changes: [update("aws_x.a", { v: "by-hand" }, { v: "was" })], drift });
    expect(JSON.stringify(report)).not.toContain("by-hand");
  });

  it("a known output is pending, though a resource that it refers to changes", () => {
    const written = {
      changes: [update("aws_b.b", { idle: 120, dns: "d" }, { idle: 60, dns: "d" })],
      drift: [update("aws_b.b", { idle: 60, dns: "d" }, { idle: 120, dns: "d" })],
      resources: [resource("aws_b.b", { idle: constant(60) })],
      module: { outputs: { o: { expression: refers("aws_b.b.dns") } } },
      plan: { output_changes: { o: { actions: ["update"], before: "d", after: "d-x" } } },
    };
    expect(said(written)).toEqual([
      "DRIFTED_AND_PENDING",
      "drift update aws_b.b",
      "pending output output.o",
    ]);
  });

  it("an errored plan is an error, whatever else it lacks", () => {
    const report = judgePlan(
      { format_version: "1.2", errored: true },
      { environment: null, accepted: [], today: "2026-06-01" },
    );
    expect(report.verdict).toBe("ERROR");
  });

  it("of a resource that is deleted, what had moved in the cloud is not lost", () => {
    const drift = [update("aws_x.a", { idle: 60 }, { idle: 120 })];
    expect(said({ changes: [remove("aws_x.a", { idle: 120 })], drift })).toEqual([
      "PENDING",
      "pending delete aws_x.a destructive",
      "state-only update aws_x.a",
    ]);
  });
});
