import { describe, expect, it } from "vitest";
import type { AcceptedDifference } from "../../../src/drift/accepted";
import { judgePlan } from "../../../src/drift/judge";
import type { EnvironmentReport } from "../../../src/drift/report";

type Json = Record<string, unknown>;

interface Written {
  readonly changes?: readonly Json[];
  readonly drift?: readonly Json[];
  readonly resources?: readonly Json[];
  readonly module?: Json;
  readonly plan?: Json;
}

/** A plan in a few words: `update("aws_x.a", before, after)` and what the configuration says. */
function plan({
  changes = [],
  drift = [],
  resources = [],
  module = {},
  plan: more = {},
}: Written): Json {
  return {
    format_version: "1.2",
    complete: true,
    errored: false,
    applyable: changes.length > 0,
    configuration: { root_module: { resources, ...module } },
    resource_changes: changes,
    resource_drift: drift,
    ...more,
  };
}

function change(
  actions: string[],
  address: string,
  before: Json | null,
  after: Json | null,
  more: Json = {},
): Json {
  const { unknown = {}, reason, previous, deposed, mode = "managed", ...inChange } = more;
  return {
    address,
    mode,
    ...(reason !== undefined && { action_reason: reason }),
    ...(previous !== undefined && { previous_address: previous }),
    ...(deposed !== undefined && { deposed }),
    change: {
      actions,
      before,
      after,
      after_unknown: unknown,
      before_sensitive: {},
      after_sensitive: {},
      ...inChange,
    },
  };
}
const update = (address: string, before: Json, after: Json, more?: Json) =>
  change(["update"], address, before, after, more);
const create = (address: string, after: Json, more?: Json) =>
  change(["create"], address, null, after, more);
const remove = (address: string, before: Json, more?: Json) =>
  change(["delete"], address, before, null, more);
const replace = (address: string, before: Json, after: Json, more?: Json) =>
  change(["delete", "create"], address, before, after, more);
const noOp = (address: string, value: Json, more?: Json) =>
  change(["no-op"], address, value, value, more);

/** A resource of the configuration: expressions by attribute, as references or a constant. */
function resource(address: string, expressions: Record<string, unknown>, more: Json = {}): Json {
  return { address, mode: "managed", expressions, ...more };
}
const refers = (...references: string[]) => ({
  references: references.flatMap((each) => [each, each.split(".").slice(0, -1).join(".")]),
});
const constant = (value: unknown) => ({ constant_value: value });

function judge(written: Written, accepted: readonly AcceptedDifference[] = []): EnvironmentReport {
  return judgePlan(plan(written), { environment: "uat", accepted, today: "2026-06-01" });
}
/** Verdict and findings in short. */
function said(written: Written, accepted?: readonly AcceptedDifference[]): unknown[] {
  const { verdict, findings } = judge(written, accepted);
  const lines = findings.map(
    ({ cause, change: kind, address, destructive, because, guess, accepted: isAccepted }) =>
      [
        cause,
        kind,
        address,
        destructive && "destructive",
        because && `because ${because}`,
        guess && "guess",
        isAccepted && "accepted",
      ]
        .filter(Boolean)
        .join(" "),
  );
  return [verdict, ...lines];
}

describe("reading a plan", () => {
  const sound = plan({ changes: [noOp("aws_x.a", {})], plan: { applyable: false } });
  const verdictOf = (json: unknown) =>
    judgePlan(json, { environment: null, accepted: [], today: "2026-06-01" });

  it.each(["format_version", "complete", "errored", "applyable", "configuration"])(
    "needs %s",
    (field) => {
      const { [field]: _, ...lacking } = sound;
      expect(verdictOf(lacking)).toMatchObject({
        verdict: "INCONCLUSIVE",
        reasons: [expect.stringContaining(field)],
      });
    },
  );

  it.each([
    [{ format_version: "2.0" }, "INCONCLUSIVE", "only 1.x is known"],
    [{ format_version: "1.99" }, "IN_SYNC", undefined],
    [{ errored: true }, "ERROR", "ended with an error"],
    [{ errored: true, complete: false }, "ERROR", "ended with an error"],
    [{ complete: false }, "INCONCLUSIVE", "incomplete"],
    [{ complete: "yes" }, "INCONCLUSIVE", "complete"],
    [{ deferred_changes: [{}] }, "INCONCLUSIVE", "defers"],
    [{ applyable: true }, "INCONCLUSIVE", "nothing in it says why"],
    [{ applyable: true, resource_changes: undefined }, "INCONCLUSIVE", "holds no resource changes"],
    [{ resource_changes: undefined }, "IN_SYNC", undefined],
    [{ resource_changes: [{ address: 1 }] }, "INCONCLUSIVE", "resource_changes.0.address"],
    [{ something_new: { deep: [1] } }, "IN_SYNC", undefined],
  ])("%j is %s", (more, verdict, reason) => {
    const report = verdictOf(JSON.parse(JSON.stringify({ ...sound, ...more })));
    expect(report.verdict).toBe(verdict);
    expect(report.reasons.join()).toContain(reason ?? "");
  });

  it.each([null, 1, "text", [], {}])("%j is no plan, and no reason to fail", (json) => {
    expect(verdictOf(json).verdict).toBe("INCONCLUSIVE");
  });

  it("never takes an action that it doesn't know, or a mode that it doesn't know, for nothing", () => {
    expect(said({ changes: [change(["ponder"], "aws_x.a", {}, {})] })[0]).toBe("INCONCLUSIVE");
    expect(said({ changes: [update("aws_x.a", { a: 1 }, { a: 2 }, { mode: "list" })] })[0]).toBe(
      "INCONCLUSIVE",
    );
    expect(
      said({
        changes: [change(["read"], "data.aws_x.a", {}, {}, { mode: "data" })],
        plan: { applyable: false },
      }),
    ).toEqual(["IN_SYNC"]);
  });
});

describe("form", () => {
  it.each([[[]], [{}], [""], [undefined]])("null against %j is no difference", (empty) => {
    const drift = [update("aws_x.a", { b: null }, { b: empty })];
    expect(said({ drift })).toEqual(["IN_SYNC"]);
  });

  it("false, 0 and a list with an element are differences", () => {
    for (const value of [false, 0, ["x"]])
      expect(said({ drift: [update("aws_x.a", { b: null }, { b: value })] })[1]).toBe(
        "state-only update aws_x.a",
      );
  });

  it("of a replacement, what the plan leaves null and nobody has set is no change", () => {
    const changes = [
      replace(
        "aws_x.a",
        { name: "a", computed: "c" },
        { name: "b", computed: null },
        { replace_paths: [["name"]] },
      ),
    ];
    const { findings } = judge({
      changes,
      resources: [resource("aws_x.a", { name: constant("b") })],
    });
    expect(findings[0]?.attributes.map(({ path }) => path)).toEqual(["name"]);
  });
});

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

  it("an unknown attribute follows what it refers to, and a mixed source is pending", () => {
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
      })[1],
    ).toBe("pending update aws_x.a because aws_x.b");
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

  it("the order of a list alone is pending", () => {
    expect(said({ changes: [update("aws_x.a", { l: ["a", "b"] }, { l: ["b", "a"] })] })).toEqual([
      "PENDING",
      "pending update aws_x.a",
    ]);
    expect(said({ changes: [update("aws_x.a", { l: ["a"] }, { l: ["a"] })] })[0]).toBe(
      "INCONCLUSIVE",
    );
  });
});

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

describe("actions", () => {
  it.each(["replace_because_tainted", "replace_by_triggers", "replace_by_request"])(
    "%s is pending, with the reason",
    (reason) => {
      const changes = [replace("aws_x.a", { size: 1 }, { size: 1 }, { reason })];
      expect(
        judge({ changes, resources: [resource("aws_x.a", { size: constant(1) })] }),
      ).toMatchObject({
        verdict: "PENDING",
        findings: [{ cause: "pending", change: "replace", destructive: true, reason }],
      });
    },
  );

  it("of a replacement with both causes, that one destroys which forces it", () => {
    const drift = [update("aws_x.a", { name: "n", size: 1 }, { name: "by hand", size: 1 })];
    const resources = [resource("aws_x.a", { name: constant("n"), size: constant(2) })];
    const both = (path: string) =>
      said({
        changes: [
          replace(
            "aws_x.a",
            { name: "by hand", size: 1 },
            { name: "n", size: 2 },
            { replace_paths: [[path]] },
          ),
        ],
        drift,
        resources,
      });
    expect(both("name")).toEqual([
      "DRIFTED_AND_PENDING",
      "drift replace aws_x.a destructive",
      "pending update aws_x.a",
    ]);
    expect(both("size")).toEqual([
      "DRIFTED_AND_PENDING",
      "drift update aws_x.a",
      "pending replace aws_x.a destructive",
    ]);
  });

  it("on a deposed object is pending, beside what its resource does", () => {
    expect(
      said({
        changes: [noOp("aws_x.a", { b: 1 }), remove("aws_x.a", { b: 1 }, { deposed: "0a1b" })],
      }),
    ).toEqual(["PENDING", "pending delete aws_x.a destructive"]);
  });

  it("forget destroys nothing", () => {
    expect(said({ changes: [change(["forget"], "aws_x.a", { b: 1 }, null)] })).toEqual([
      "PENDING",
      "pending forget aws_x.a",
    ]);
  });
});

describe("differences to the state alone", () => {
  it("are findings and neither drift nor pending", () => {
    expect(said({ drift: [update("aws_x.a", { n: 1 }, { n: 2 })], changes: [], plan: {} })).toEqual(
      ["IN_SYNC", "state-only update aws_x.a"],
    );
    expect(said({ drift: [remove("aws_x.a", { n: 1 })] })).toEqual([
      "IN_SYNC",
      "state-only delete aws_x.a",
    ]);
  });
});

describe("the fingerprint", () => {
  const of = (written: Written, environment = "uat") =>
    judgePlan(plan(written), { environment, accepted: [], today: "2026-06-01" }).planFingerprint;
  const written = {
    changes: [update("aws_x.a", { s: 1, t: "x" }, { s: 2, t: "x" }), remove("aws_x.b", { c: 1 })],
  };

  it("is the same for plans that would do the same", () => {
    const reordered = [...written.changes].reverse();
    const noise = {
      drift: [update("aws_x.c", { n: 1 }, { n: 2 })],
      plan: { timestamp: "2030-01-01T00:00:00Z", terraform_version: "1.99.0" },
    };
    const unchanged = [
      update("aws_x.a", { s: 1, t: "y" }, { s: 2, t: "y" }),
      written.changes[1] as Json,
    ];
    expect(
      new Set([
        of(written),
        of({ ...written, changes: reordered }),
        of({ ...written, ...noise }),
        of({ ...written, changes: unchanged }),
      ]).size,
    ).toBe(1);
  });

  it("differs with the environment, the action, the paths and the values", () => {
    const others = [
      of(written, "production"),
      of({ ...written, changes: [written.changes[0] as Json] }),
      of({
        ...written,
        changes: [update("aws_x.a", { s: 1 }, { s: 3 }), remove("aws_x.b", { c: 1 })],
      }),
      of({
        ...written,
        changes: [update("aws_x.a", { s: 0 }, { s: 2 }), remove("aws_x.b", { c: 1 })],
      }),
      of({
        ...written,
        changes: [update("aws_x.z", { s: 1 }, { s: 2 }), remove("aws_x.b", { c: 1 })],
      }),
      of({
        ...written,
        changes: [
          update("aws_x.a", { s: 1 }, {}, { unknown: { s: true } }),
          remove("aws_x.b", { c: 1 }),
        ],
      }),
      of({
        ...written,
        plan: { output_changes: { o: { actions: ["update"], before: 1, after: 2 } } },
      }),
    ];
    expect([...new Set([of(written), ...others])]).toEqual([of(written), ...others]);
  });
});

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
});
