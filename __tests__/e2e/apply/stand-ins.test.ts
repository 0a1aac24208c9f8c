import { beforeAll, expect, test } from "vitest";
import { missingImages } from "../../../src/systems/tally/images";
import { describeDriftCheck, things } from "../drift/suite";
import { apply } from "./suite";

const id = "tally-production";
const zeros = `sha256:${"0".repeat(64)}`;
const refusals = missingImages({ adder: zeros, display: zeros, reset: zeros }).map(
  ({ name, remedy }) => expect.stringMatching(`^${name} is still "${zeros}": .*${remedy}$`),
);

describeDriftCheck("images that nobody has pushed", [id], (project) => {
  beforeAll(() => project().useQuickCdktf());

  test("are not applied, whatever was approved", async () => {
    const here = project();
    here.write(id, { ...things, template: { ...things.template, content: "new" } });
    const before = await here.state(id);
    const { status, report } = await apply(here, id, ["--approved", `sha256:${"a".repeat(64)}`]);
    expect([status, report.outcome, report.applied]).toEqual([6, "STAND_IN", null]);
    expect(report.nextSteps).toEqual(refusals);
    expect(await here.state(id)).toBe(before);
    expect(here.cloud(id).read("template").content).toBe("as written");
  });

  test("are checked for drift as ever, and named", async () => {
    const { status, stderr } = await project().check([id]);
    expect(status).toBe(2);
    expect(stderr).toContain(`${id} can't be applied: digest of display is still "${zeros}"`);
  });
});
