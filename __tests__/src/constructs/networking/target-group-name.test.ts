import { describe, expect, it } from "vitest";
import { targetGroupName } from "../../../../src/constructs/networking/target-group-name";

describe("a target group's name", () => {
  const inputs = { port: 80, protocol: "HTTP" };

  it("fits into 32 characters and ends in no hyphen before the hash", () => {
    expect(targetGroupName("test-app-production-us-east-1", inputs)).toMatch(
      /^test-app-production-us-ea-[0-9a-f]{6}$/,
    );
    expect(targetGroupName("test-app-production-a-b-c", inputs)).toMatch(
      /^test-app-production-a-b-c-[0-9a-f]{6}$/,
    );
    expect(targetGroupName("test-app-production-abcd-efg", inputs)).toMatch(
      /^[a-z-]+[a-z]-[0-9a-f]{6}$/,
    );
  });

  it("changes with what forces a replacement, and with nothing else", () => {
    const name = targetGroupName("test-app-uat", inputs);
    expect(targetGroupName("test-app-uat", { protocol: "HTTP", port: 80 })).toBe(name);
    expect(targetGroupName("test-app-uat", { ...inputs, port: 8080 })).not.toBe(name);
  });

  it("differs between environments that are alike in what is left of their names", () => {
    const [one, other] = ["production-us-east-1", "production-us-east-2"].map((id) =>
      targetGroupName(`test-app-${id}`, inputs),
    );
    expect(one).not.toBe(other);
  });
});
