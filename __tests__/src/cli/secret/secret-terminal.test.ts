import { constants } from "node:os";
import { expect, it } from "vitest";
import { describeWithTools } from "../../../support/external-tools";
import {
  randomCredentials,
  SecretAccount,
  type Step,
  secretName,
  environmentId as uat,
} from "./secret-account";

describeWithTools("on a terminal", ["python3"], () => {
  const { username, password } = randomCredentials();
  const answers: readonly Step[] = [
    { until: "User name:", send: `${username}\r` },
    { until: "Password:", send: `${password}\r` },
    { until: "Password again:", send: `${password}\r` },
  ];
  const before = { value: "before", createdAt: new Date("2026-02-03T04:05:06Z") };

  it.concurrent("it asks for both, and shows no password, not even one that is pasted too early", async () => {
    await using account = await SecretAccount.with();
    const pasted = `${username}\r${password}\r${password}\r`;
    const seen = await account.onTerminal(
      [uat],
      [
        { until: "User name:", send: pasted },
        ...answers.slice(1, 2),
        { until: "Password again:", send: "another\r" },
        { until: "The two passwords differ", send: "" },
        ...answers.slice(1),
      ],
    );
    expect(seen.status, seen.output).toBe(0);
    expect(account.value).toBe(JSON.stringify({ username, password }));
    expect(seen.output + seen.surroundings).not.toContain(password.slice(0, 12));
    expect(seen.surroundings).toContain("AWS_ENDPOINT_URL");
    expect(seen.surroundings).not.toContain(username);
    expect(seen.echoAtSteps).toEqual([false, false, false, expect.anything(), false, false]);
    expect(seen.echoAfter).toBe(true);
  });

  it.concurrent("it asks before it replaces a value", async () => {
    await using account = await SecretAccount.with();
    account.versions.set("first", before);
    const refused = await account.onTerminal([uat], [{ until: "Replace it?", send: "\r" }]);
    expect(refused.status, refused.output).toBe(1);
    expect(refused.output).toContain(`${secretName} has a value since 2026-02-03T04:05:06.000Z`);
    expect(account.value).toBe("before");

    const agreed = await account.onTerminal(
      [uat],
      [{ until: "Replace it?", send: "y\r" }, ...answers],
    );
    expect(agreed.status, agreed.output).toBe(0);
    expect(account.value).toBe(JSON.stringify({ username, password }));
  });

  it.concurrent("it says what is wrong with a value, and lets it be corrected", async () => {
    await using account = await SecretAccount.with();
    const seen = await account.onTerminal(
      [uat],
      [
        { until: "User name:", send: `${username}:\r` },
        { until: "It holds a colon", send: "\u007f\r" },
        { until: "Password:", send: "\r" },
        { until: "It is empty", send: `${password}\r` },
        ...answers.slice(2),
      ],
    );
    expect(seen.status, seen.output).toBe(0);
    expect(account.value).toBe(JSON.stringify({ username, password }));
  });

  it.concurrent.each<[string, Step]>([
    ["Ctrl-C", { until: "Password again:", send: `${password}\u0003` }],
    ["Ctrl-D", { until: "Password again:", send: "\u0004" }],
    ["Ctrl-Z", { until: "Password again:", send: `\u001a${password}\r` }],
    ["SIGTERM", { until: "Password again:", signal: "SIGTERM" }],
  ])("%s ends it with nothing put, and the terminal as it was", async (name, last) => {
    await using account = await SecretAccount.with();
    const seen = await account.onTerminal([uat], [...answers.slice(0, 2), last]);
    expect(seen.status, seen.output).toBe(130);
    expect(seen.output).toMatch(new RegExp(`INTERRUPTED ${uat}: nothing was put\\s+.*${name}`));
    expect(seen.output).not.toContain(password.slice(0, 12));
    expect(seen.output).not.toMatch(/^\s+at /m);
    expect(seen.echoAfter).toBe(true);
    expect(account.calls("PutSecretValue")).toEqual([]);
  });

  it.concurrent("a closed window ends it with nothing put, and without a core dump", async () => {
    await using account = await SecretAccount.with();
    const last = { until: "Password again:", close: true } as const;
    const seen = await account.onTerminal([uat], [...answers.slice(0, 2), last]);
    expect(seen.status).toBe(-constants.signals.SIGKILL);
    expect(account.calls("PutSecretValue")).toEqual([]);
  });

  it.concurrent("only the result goes to standard output", async () => {
    await using account = await SecretAccount.with();
    const seen = await account.onTerminal([uat], answers, "stdout");
    expect(seen.status, seen.output).toBe(0);
    const [version] = account.versions.keys();
    expect(seen.redirected).toMatch(new RegExp(`^PUT ${uat}: .*\\n  version ${version}\\n.*\\n$`));
  });

  it.concurrent("questions that nobody would see are wrong usage", async () => {
    await using account = await SecretAccount.with();
    const seen = await account.onTerminal([uat], [], "stderr");
    expect(seen).toMatchObject({ status: 64, output: "" });
    expect(seen.redirected).toContain("the questions go to standard error, which is no terminal");
    expect(account.received).toEqual([]);
  });
});
