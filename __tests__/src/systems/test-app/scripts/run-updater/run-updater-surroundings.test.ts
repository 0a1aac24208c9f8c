import { existsSync, mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { outputOf } from "../../../../../../src/operations/rollout/output";
import { describeWithTools } from "../../../../../support/external-tools";
import { TOOLS } from "../instance";
import { locales } from "../locales";
import { answering, givenNode, ran } from "./managed-node";

describeWithTools(
  "the updater document's script, whatever is around it",
  [...TOOLS, "localedef"],
  () => {
    describe.concurrent("shows the updater's last lines", () => {
      const known = locales();

      test.for(Object.keys(known))(
        "in the locale %s, cut inside a character",
        async (name, context) => {
          const node = await givenNode(context, { variables: known[name] ?? {} });
          const progress = (character: string) => `printf '${character}%.0s' {1..300}; echo`;
          const body = [
            "echo oh no",
            progress("ä"),
            progress("━"),
            progress("x\u0308"),
            "echo last; exit 3",
          ];
          node.install(node.updater("1", body.join("\n")));

          expect(await node.run()).toMatchObject({
            exitCode: 3,
            verdict: expect.stringMatching(/^EXIT CODE 3: the updater failed with exit code 3;/),
          });

          // What a rollout reads of it.
          expect(outputOf(node.output, "").verdict).toBe(3);
          const shown = node.output
            .split("\n")
            .flatMap((line) => /Z {3}\| (.*)$/.exec(line)?.[1] ?? []);
          expect(shown.map((line) => line.slice(-5))).toEqual([
            "ase 1",
            "oh no",
            "äääää",
            "━━━━━",
            "\u0308x\u0308x\u0308",
            "last",
          ]);
        },
      );

      test("behind a progress bar, each to its end", async (context) => {
        const node = await givenNode(context);
        const body = [
          "for i in {1..100}; do printf 'fetching %s%%\\r' $i; done",
          "printf 'no space left\\r\\n'",
          "printf 'x%.0s' {1..600}; echo ' that is why'; exit 3",
        ];
        node.install(node.updater("1", body.join("\n")));
        await node.run();

        expect(node.output).toMatch(
          /\| fetching 100%\n.*\| no space left\n.*\| x{388} that is why\n(.*\n)*.*EXIT CODE 3: /,
        );
      });

      test.for(["LANG", "LC_ALL"])(
        "and the updater has the language that the script was given as %s",
        async (variable, context) => {
          const node = await givenNode(context, { variables: { [variable]: "C.UTF-8" } });
          node.install(node.updater("1", "locale charmap"));
          await node.run();

          expect(node.output).toContain("| UTF-8\n");
        },
      );
    });

    test("a step of the clock ends no time limit", async (context) => {
      const node = await givenNode(context, {
        application: answering(503, 503, 200),
        variables: { BASH_ENV: "$INSTANCE_ROOT/stepped-clock" },
      });
      // Bash counts SECONDS by the clock.
      const step = 'sleep() { SECONDS=$((SECONDS + 100000)); command sleep "$@"; }\n';
      writeFileSync(join(node.root, "stepped-clock"), step);

      expect(await node.run()).toMatchObject({ ...ran(node.updater("1")), exitCode: 0 });

      expect(node.application.requests).toHaveLength(3);
    });

    test("what a killed run left is removed by the next", async (context) => {
      const node = await givenNode(context, {
        download: (_request, response) => void response.write("#!/bin/bash\n"),
      });
      const content = node.updater("1");
      rmSync(node.paths.updater);
      const stuck = node.begin();
      const download = `${node.paths.updater}.download`;
      await context.expect.poll(() => existsSync(download)).toBe(true);
      process.kill(-(stuck.pid ?? Number.NaN), "SIGKILL");
      node.downloads.stop();
      await context.expect.poll(() => node.lockIsFree()).toBe(true);
      node.install(content);

      expect(await node.run()).toEqual({
        ...ran(content),
        exitCode: 0,
        verdict: expect.stringContaining("EXIT CODE 0"),
      });
    });

    test("the updater's log is rotated", async (context) => {
      const node = await givenNode(context);
      mkdirSync(dirname(node.paths.updaterLog));
      writeFileSync(node.paths.updaterLog, "");
      truncateSync(node.paths.updaterLog, 20_000_000);

      expect(await node.run()).toMatchObject({ exitCode: 0 });

      expect(node.updaterLog).toBe("release 1\n");
      expect(existsSync(`${node.paths.updaterLog}.1`)).toBe(true);
    });
  },
);
