import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { DOWNLOADS } from "./tools";

/** Go's checksum database holds its bytes: https://go.dev/ref/mod#checksum-database */
const MODULE = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.7";

/** Whether what checks GitHub's workflows is installed. */
export function actionlintIsThere(): boolean {
  return existsSync(path.join(DOWNLOADS, "actionlint"));
}

/** Builds it with Go, from where this machine gets its modules. */
export function installActionlint(go: string): void {
  console.error(`Building actionlint into ${DOWNLOADS}`);
  mkdirSync(DOWNLOADS, { recursive: true });
  const env = { ...process.env, GOBIN: DOWNLOADS, GOFLAGS: "-mod=mod" };
  const { status, stderr } = spawnSync(go, ["install", MODULE], { encoding: "utf8", env });
  if (status !== 0) console.error(`${go} install ${MODULE} failed:\n${stderr}`);
}
