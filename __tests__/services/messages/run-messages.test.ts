import path from "node:path";
import { expect, it } from "vitest";
import { Program } from "../../e2e/drift/program";
import { until } from "../../e2e/drift/until";
import { describeWithTools } from "../../support/external-tools";

const tools = ["java", "elasticmq", "moto_server", "curl", "bash"] as const;

describeWithTools("npm run messages", tools, () => {
  it("prints a command that sends a message, shows its object, and leaves nothing behind", async () => {
    const project = path.resolve(__dirname, "../../..");
    const args = ["--import", "tsx", path.join(__dirname, "run-messages.ts")];
    const env = { PATH: process.env.PATH };
    await using program = new Program(process.execPath, args, { cwd: project, env });
    const command = await until(() => {
      if (program.hasEnded) throw new Error(program.stdout + program.stderr);
      return /^ {2}(curl .*)$/m.exec(program.stdout)?.[1];
    });
    await using sent = new Program("/bin/bash", ["-c", command], { cwd: project, env });
    const { status, stdout, stderr } = await sent.ended;
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ status: "accepted" });
    await until(() => /\nemails\/.*\.json\n\{"email_subject"/.test(program.stdout) || undefined);
    program.signal("SIGINT");
    expect((await program.ended).status).toBe(0);
  });
});
