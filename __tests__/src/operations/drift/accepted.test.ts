import { describe, expect, it } from "vitest";
import type { AcceptedDifference } from "../../../../src/operations/drift/judge/accepted";
import {
  constant,
  judge,
  refers,
  remove,
  replace,
  resource,
  said,
  update,
  type Written,
} from "./written-plans";

describe("accepted differences", () => {
  const entry = {
    environment: "uat",
    address: "aws_x.a",
    path: "tag[key=owner]",
    reason: "the cost report tags everything",
    expires: "2026-06-01",
  };
  const tags = (...keys: string[]) => ({
    tag: [{ key: "Environment", value: "uat" }, ...keys.map((key) => ({ key, value: "v" }))],
  });
  const tagged = (...keys: string[]) => ({
    changes: [update("aws_x.a", tags(...keys), tags())],
    drift: [update("aws_x.a", tags(), tags(...keys))],
    resources: [
      resource("aws_x.a", { tag: [{ key: constant("Environment"), value: constant("uat") }] }),
    ],
  });
  const statuses = (written: Written, ...entries: AcceptedDifference[]) =>
    judge(written, entries).accepted.map(({ status }) => status);

  it("don't count, and stay visible", () => {
    expect(said(tagged("owner"), [entry])).toEqual(["IN_SYNC", "drift update aws_x.a accepted"]);
    expect(judge(tagged("owner"), [entry])).toMatchObject({
      counts: { drift: 0, accepted: 1 },
      accepted: [{ ...entry, environment: undefined, status: "used" }].map(
        ({ environment: _, ...rest }) => rest,
      ),
    });
  });

  it("cover what they name and nothing else", () => {
    expect(said(tagged("owner", "team"), [entry])).toEqual([
      "DRIFTED",
      "drift update aws_x.a accepted",
      "drift update aws_x.a",
    ]);
    expect(said(tagged("owner"), [{ ...entry, environment: "production" }])[0]).toBe("DRIFTED");
    expect(said(tagged("owner"), [{ ...entry, path: "ta" }])[0]).toBe("DRIFTED");
  });

  it("don't cover that what changes also moves in a list", () => {
    const byName = (...names: string[]) => ({
      rule: names.map((name) => ({ name: name[0], v: name[1] ?? "" })),
    });
    const entries = [{ ...entry, path: "rule[name=b]" }];
    const resources = [resource("aws_x.a", { rule: [{ name: constant("b") }] })];
    const [is, code, cloud] = [
      byName("a", "b", "c"),
      byName("b2", "a", "c"),
      byName("a", "b2", "c"),
    ];
    const moved = "pending update aws_x.a";
    const accepted = `${moved} accepted`;
    const verdict = (changes: Written["changes"], drift: Written["drift"] = []) =>
      said({ changes: changes ?? [], drift: drift ?? [], resources }, entries);
    expect(verdict([update("aws_x.a", is, code)])).toEqual(["PENDING", accepted, moved]);
    expect(verdict([update("aws_x.a", is, cloud)])).toEqual(["IN_SYNC", accepted]);
    expect(verdict([update("aws_x.a", code, is)], [update("aws_x.a", is, code)])).toEqual([
      "DRIFTED",
      "drift update aws_x.a accepted",
      "drift update aws_x.a",
    ]);
  });

  it("cover that what changes moves in a set, whose order its content decides", () => {
    const rules = (...rule: object[]) => ({ rule });
    const [one, two] = [
      { at: "m", name: "a" },
      { at: "z", name: "b" },
    ];
    const changes = [update("aws_x.a", rules(one, two), rules({ at: "c", name: "b" }, one))];
    const resources = [resource("aws_x.a", { rule: [{ name: constant("b") }] })];
    expect(said({ changes, resources }, [{ ...entry, path: "rule[name=b]" }])).toEqual([
      "IN_SYNC",
      "pending update aws_x.a accepted",
    ]);
  });

  it("expire after their last day, and are reported when expired, unused or of another environment", () => {
    const expired = { ...entry, expires: "2026-05-31" };
    expect(said(tagged("owner"), [expired])[0]).toBe("DRIFTED");
    expect(statuses(tagged("owner"), expired, { ...entry, address: "aws_x.z" })).toEqual([
      "expired",
      "unused",
    ]);
  });

  it("take their consequences along", () => {
    const written = {
      changes: [
        update("aws_t.t", { size: 9, version: 2 }, { size: 1 }, { unknown: { version: true } }),
        update("aws_x.a", { v: "2" }, {}, { unknown: { v: true } }),
      ],
      drift: [update("aws_t.t", { size: 1, version: 1 }, { size: 9, version: 2 })],
      resources: [
        resource("aws_t.t", { size: constant(1) }),
        resource("aws_x.a", { v: refers("aws_t.t.version") }),
      ],
    };
    const size = { ...entry, address: "aws_t.t", path: "size" };
    expect(said(written, [size])).toEqual([
      "IN_SYNC",
      "drift update aws_t.t accepted",
      "state-only update aws_t.t",
      "drift update aws_x.a because aws_t.t accepted",
    ]);
    expect(said(written)[0]).toBe("DRIFTED");
  });

  it("never cover a delete or a replacement", () => {
    const changes = [replace("aws_x.a", { size: 1 }, { size: 2 }, { replace_paths: [["size"]] })];
    const written = { changes, resources: [resource("aws_x.a", { size: constant(2) })] };
    const size = { ...entry, path: "size" };
    expect([said(written, [size]), statuses(written, size)]).toEqual([
      ["PENDING", "pending replace aws_x.a destructive"],
      ["refused"],
    ]);
    expect(said({ changes: [remove("aws_x.a", { size: 1 })] }, [size])[0]).toBe("PENDING");
  });

  it("name an element of a set by its key also where it is the only one", () => {
    const one = { tag: [{ key: "owner", value: "v" }] };
    const written = {
      changes: [update("aws_x.a", one, { tag: [] })],
      drift: [update("aws_x.a", { tag: [] }, one)],
    };
    expect(said(written, [entry])).toEqual(["IN_SYNC", "drift update aws_x.a accepted"]);
  });

  it("don't take a part of a key for the key", () => {
    const before = { tags: { "kubernetes.io/x": "hand" } };
    const after = { tags: { "kubernetes.io/x": "a" } };
    const written = {
      changes: [update("aws_x.a", before, after)],
      drift: [update("aws_x.a", after, before)],
    };
    expect(said(written, [{ ...entry, path: "tags.kubernetes" }])[0]).toBe("DRIFTED");
    expect(said(written, [{ ...entry, path: 'tags["kubernetes.io/x"]' }])[0]).toBe("IN_SYNC");
  });

  it("take outputs along that follow from nothing else", () => {
    const written = {
      changes: [update("aws_x.a", { idle: 120 }, { idle: 60 })],
      drift: [update("aws_x.a", { idle: 60, noise: 1 }, { idle: 120, noise: 2 })],
      resources: [resource("aws_x.a", { idle: constant(60) })],
      module: { outputs: { o: { expression: refers("aws_x.a.idle") } } },
      plan: { output_changes: { o: { actions: ["update"], before: 1, after_unknown: true } } },
    };
    expect(said(written, [{ ...entry, path: "idle" }])).toEqual([
      "IN_SYNC",
      "drift update aws_x.a accepted",
      "state-only update aws_x.a",
      "drift output output.o because aws_x.a accepted",
    ]);
    expect(said(written)[0]).toBe("DRIFTED");
    const created = { o: { actions: ["create"], after_unknown: true } };
    const withNew = { ...written, plan: { output_changes: created } };
    expect(said(withNew, [{ ...entry, path: "idle" }])[0]).not.toBe("IN_SYNC");
  });
});
