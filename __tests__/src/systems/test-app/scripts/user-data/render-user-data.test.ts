import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { amazonLinux2023Paths } from "../../../../../../src/systems/test-app/scripts/instance-paths";
import { fillTemplate } from "../../../../../../src/systems/test-app/scripts/script-text";
import {
  renderUserData,
  type UserDataValues,
} from "../../../../../../src/systems/test-app/scripts/user-data/render-user-data";
import { sampleLimits as limits, sampleValues } from "./sample-values";

describe("the rendered boot script", () => {
  const script = renderUserData(sampleValues());

  test("is a plain bash script that fits EC2's limit with room to spare", () => {
    expect(script.startsWith("#!/bin/bash\n")).toBe(true);
    expect(Buffer.byteLength(script)).toBeLessThan(12_288);
  });

  test("leaves no placeholder unfilled", () => {
    expect(script).not.toContain("@@");
  });

  test("has the same bytes for the same values, and other bytes for others", () => {
    expect(renderUserData(sampleValues())).toBe(script);
    expect(renderUserData(sampleValues({ region: "eu-west-1" }))).not.toBe(script);
  });

  test("holds each value as written", () => {
    const checksum = createHash("sha256").update("updater").digest("hex");
    const other = renderUserData(sampleValues({ updaterSha256: checksum }));

    expect(other).toContain(`UPDATER_SHA256='${checksum}'`);
    expect(other).toContain("UPDATER_URL='https://server.com/testapp-autoupdater'");
    expect(other).toContain("SECRET_NAME='test-app/uat-us-east-1/autoupdater-download'");
    expect(other).toContain("UPDATER_SECONDS='300'");
  });
});

describe("the CloudWatch agent's configuration", () => {
  const config = agentConfig();

  test("collects the four logs into the environment's log groups", () => {
    const group = "/test-app/uat-us-east-1";
    expect(config.logs.logs_collected.files.collect_list).toEqual([
      log("/var/log/messages", `${group}/system`, "{instance_id}"),
      log("/var/log/test-app/user-data.log", `${group}/user-data`, "{instance_id}"),
      log("/var/log/cloud-init-output.log", `${group}/user-data`, "{instance_id}/cloud-init"),
      log("/var/log/test-app/autoupdater.log", `${group}/autoupdater`, "{instance_id}"),
    ]);
  });

  test("collects memory, disk and network allowances, by group for the alarms", () => {
    expect(config.metrics.namespace).toBe("test-app/uat-us-east-1");
    expect(config.metrics.aggregation_dimensions).toEqual([["AutoScalingGroupName"]]);
    expect(config.metrics.append_dimensions).toEqual({
      AutoScalingGroupName: ["$", "{aws:AutoScalingGroupName}"].join(""),
      InstanceId: ["$", "{aws:InstanceId}"].join(""),
    });
    expect(config.metrics.metrics_collected).toEqual({
      mem: { measurement: ["mem_used_percent"] },
      disk: { measurement: ["used_percent"], resources: ["/"] },
      ethtool: {
        metrics_include: [
          "bw_in_allowance_exceeded",
          "bw_out_allowance_exceeded",
          "pps_allowance_exceeded",
          "conntrack_allowance_exceeded",
          "linklocal_allowance_exceeded",
        ],
      },
    });
  });

  test("stays valid JSON with a path that JSON has to escape", () => {
    const paths = { ...amazonLinux2023Paths, log: '/var/log/a "b" \\c.log' };
    expect(agentConfig({ paths }).logs.logs_collected.files.collect_list[1].file_path).toBe(
      paths.log,
    );
  });

  function agentConfig(changes: Partial<UserDataValues> = {}) {
    const script = renderUserData(sampleValues(changes));
    return JSON.parse(/^{"agent".*$/m.exec(script)?.[0] ?? "");
  }

  function log(file_path: string, log_group_name: string, log_stream_name: string) {
    return { file_path, log_group_name, log_stream_name };
  }
});

describe("refusals", () => {
  const paths = (change: object) => ({ paths: { ...amazonLinux2023Paths, ...change } });
  const limit = (change: object) => ({ limits: { ...limits, ...change } });
  const terraformReference = ["$", "{aws_secretsmanager_secret.download.name}"].join("");

  test.each([
    ["a single quote", { secretName: "a'b" }, /secretName is "a'b", but .*single quote.*without/],
    ["a newline", { region: "us-east-1\nid" }, /region is .*newline.*without/],
    ["a control character", { region: "us\u0007" }, /region is .*control character/],
    ["an empty value", { environmentId: "" }, /environmentId is "", but it is empty\. Give/],
    ["a reference", { secretName: terraformReference }, /secretName .*only Terraform .*literal/],
    ["plain HTTP", { updaterUrl: "http://server.com/u" }, /updaterUrl .*https/],
    ["no URL", { updaterUrl: "server.com/u" }, /updaterUrl .*https/],
    ["a quote in a URL", { updaterUrl: "https://server.com/'" }, /updaterUrl .*single quote/],
    ["upper-case digits", { updaterSha256: "A".repeat(64) }, /updaterSha256 .*lower-case/],
    ["a relative path", paths({ updater: "bin/updater" }), /paths\.updater .*absolute path/],
    ["a folder", paths({ log: "/var/log/" }), /paths\.log .*absolute path of a file/],
    ["a quote in a path", paths({ lock: "/run/'" }), /paths\.lock .*single quote/],
    ["no limit", limit({ updaterSeconds: 0 }), /limits\.updaterSeconds is 0, .*at least 1/],
    ["a fraction", limit({ lockSeconds: 1.5 }), /limits\.lockSeconds is 1\.5, .*whole number/],
    [
      "too large",
      { secretName: "x".repeat(10_000) },
      /uat-us-east-1 has \d{5} bytes.*16384.*Shorten/,
    ],
  ] as [string, Partial<UserDataValues>, RegExp][])("%s", (_what, changes, message) => {
    expect(() => renderUserData(sampleValues(changes))).toThrow(message);
  });

  test("credentials in the URL, which the message doesn't repeat", () => {
    const updaterUrl = "https://name:word@server.com/updater";
    const render = () => renderUserData(sampleValues({ updaterUrl }));
    expect(render).toThrow(/updaterUrl .*without credentials/);
    expect(render).not.toThrow(/word@/);
  });

  test("a placeholder without a value", () => {
    expect(() => fillTemplate("a='@@A@@' b='@@B@@'", { A: "1" })).toThrow(
      /@@B@@ .*has no value\. Give it one/,
    );
  });

  test("a value that looks like a placeholder is not filled again", () => {
    expect(fillTemplate("'@@A@@'", { A: "@@B@@", B: "2" })).toBe("'@@B@@'");
  });
});
