import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "vitest";
import { toolPath } from "../support/external-tools";

export const root = path.resolve(__dirname, "../..");
export const script = path.join(root, "services/release.sh");
export const registry = "111122223333.dkr.ecr.us-west-2.amazonaws.com";
export const digests = {
  producer: `sha256:${"a".repeat(64)}`,
  consumer: `sha256:${"b".repeat(64)}`,
  grafana: `sha256:${"c".repeat(64)}`,
};
/** Of images on the machine that has built them. */
export const ids = {
  producer: `sha256:${"1".repeat(64)}`,
  consumer: `sha256:${"2".repeat(64)}`,
  grafana: `sha256:${"3".repeat(64)}`,
};
export const nothing = `sha256:${"0".repeat(64)}`;
export const images = "src/systems/messages/images.json";

/**
 * Programs in the place of those that need a registry. Docker and the scanner end as they are told to; the registry
 * has the files `NAME/TAG-OR-DIGEST` of a folder, each with a digest.
 */
const standIns = {
  npm: 'for to; do :; done; mkdir -p "$to"; echo program >"$to/start.js"',
  docker: `
echo "docker $*" >>"$CALLS"
case "$1" in
  login) cat >/dev/null ;;
  run) exit "\${SCANNED:-0}" ;;
  build)
    case "$*" in
      *messages/producer:*) echo ${ids.producer} ;;
      *messages/consumer:*) echo ${ids.consumer} ;;
      *) echo ${ids.grafana} ;;
    esac ;;
  push) exit "\${PUSHED:-0}" ;;
  image)
    for image; do :; done
    echo "elsewhere/messages/producer@sha256:$(printf '%064d' 1)"
    case "$image" in
      ${ids.producer}) echo "${registry}/messages/producer@${digests.producer}" ;;
      ${ids.consumer}) echo "${registry}/messages/consumer@${digests.consumer}" ;;
      ${ids.grafana}) echo "${registry}/messages/grafana@${digests.grafana}" ;;
    esac ;;
esac`,
  aws: `
echo "aws $*" >>"$CALLS"
if [ -n "\${AWAY:-}" ]; then echo "Could not connect to the endpoint URL" >&2; exit 255; fi
if [ "$2" = get-login-password ]; then echo password; exit 0; fi
while [ "$#" -gt 0 ]; do
  case "$1" in
    --repository-name) name="$2" ;;
    --image-ids) id="\${2#*=}" ;;
  esac
  shift
done
cat "$REGISTERED/$name/$id" 2>/dev/null || echo None`,
};

/** A checkout of main, with an origin, and a registry. */
export class Checkout implements Disposable {
  readonly #folder = mkdtempSync(path.join(tmpdir(), "release-"));
  readonly path = path.join(this.#folder, "checkout");

  constructor() {
    for (const [name, text] of Object.entries(standIns)) {
      const file = path.join(this.#folder, "stand-ins", name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, `#!/bin/bash\n${text}\n`);
      chmodSync(file, 0o755);
    }
    for (const of of ["producer/package.json", "consumer/package.json", "grafana"].map(
      (each) => `services/messages/${each}`,
    )) {
      cpSync(path.join(root, of), path.join(this.path, of), { recursive: true });
    }
    const written = Object.keys(digests).map((name) => [
      name,
      { version: "1.0.0", digest: nothing },
    ]);
    mkdirSync(path.dirname(path.join(this.path, images)), { recursive: true });
    writeFileSync(path.join(this.path, images), JSON.stringify(Object.fromEntries(written)));
    this.git("init", "--quiet", "--initial-branch=main");
    this.git("add", ".");
    this.git("commit", "--quiet", "--message=first");
    execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", this.origin]);
    this.git("remote", "add", "origin", this.origin);
    this.git("push", "--quiet", "origin", "main");
    // As Jenkins has it.
    this.git("checkout", "--quiet", "--detach");
  }

  get origin(): string {
    return path.join(this.#folder, "origin");
  }

  git(...args: string[]): string {
    return execFileSync("git", args, { cwd: this.path, encoding: "utf8", env: this.#env }).trim();
  }

  get #other(): string {
    return path.join(this.#folder, "other");
  }

  #somebodyElse(...args: string[]): void {
    execFileSync("git", args, { cwd: this.#other, env: this.#env, stdio: "pipe" });
  }

  /** Somebody else pushes a commit to main. */
  moveMain(file = "README.md", text = "moved on"): void {
    execFileSync("git", ["clone", "--quiet", this.origin, this.#other], { stdio: "pipe" });
    writeFileSync(path.join(this.#other, file), text);
    this.#somebodyElse("add", ".");
    this.#somebodyElse("commit", "--quiet", "--message=other");
    this.#somebodyElse("push", "--quiet", "origin", "main");
  }

  /** Somebody else pushes a commit to main in the moment of each push from here. */
  moveMainAtPushes(count: number): void {
    this.moveMain();
    const hook = path.join(this.path, ".git/hooks/pre-push");
    mkdirSync(path.dirname(hook), { recursive: true });
    const left = path.join(this.#folder, "left");
    writeFileSync(left, "x".repeat(count));
    const script = `
unset GIT_DIR
left="$(cat ${left})"
if [ -z "$left" ]; then exit 0; fi
printf '%s' "\${left#x}" >${left}
cd ${this.#other}
git commit --quiet --allow-empty --message=meanwhile
git push --quiet origin main`;
    writeFileSync(hook, `#!/bin/bash\n${script}\n`);
    chmodSync(hook, 0o755);
  }

  /** A commit here, which main has, too. */
  commitFile(file: string): void {
    mkdirSync(path.dirname(path.join(this.path, file)), { recursive: true });
    writeFileSync(path.join(this.path, file), "another");
    this.git("add", file);
    this.git("commit", "--quiet", "--message=change");
    this.git("push", "--quiet", "origin", "HEAD:main");
  }

  /** What main of the origin names. */
  get released(): unknown {
    return JSON.parse(this.git("--git-dir", this.origin, "show", `main:${images}`));
  }

  register(service: string, id: string, digest: string): void {
    const file = path.join(this.#folder, "registry/messages", service, id);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${digest}\n`);
  }

  run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    return this.#bash([script, "messages", ...args], env);
  }

  /** Lines that a person types. */
  runLines(lines: string, env: NodeJS.ProcessEnv) {
    return this.#bash(["-c", lines.replaceAll("services/release.sh", script)], env);
  }

  #bash(args: readonly string[], env: NodeJS.ProcessEnv) {
    const { status, stderr } = spawnSync(toolPath("bash"), args, {
      cwd: this.path,
      encoding: "utf8",
      env: { ...this.#env, ...env },
    });
    return { status, stderr };
  }

  /** Runs steps that must succeed. */
  succeed(...steps: string[]): void {
    for (const step of steps)
      expect({ step, ...this.run(step.split(" ")) }).toMatchObject({ step, status: 0 });
  }

  get calls(): string {
    return readFileSync(path.join(this.#folder, "calls"), "utf8");
  }

  get images(): unknown {
    return JSON.parse(readFileSync(path.join(this.path, images), "utf8"));
  }

  get #env(): NodeJS.ProcessEnv {
    const person = { NAME: "t", EMAIL: "t@example.com" };
    return {
      PATH: `${path.join(this.#folder, "stand-ins")}:${process.env.PATH}`,
      HOME: this.#folder,
      CALLS: path.join(this.#folder, "calls"),
      REGISTERED: path.join(this.#folder, "registry"),
      REGION: "us-west-2",
      REGISTRY: registry,
      GIT_AUTHOR_NAME: person.NAME,
      GIT_AUTHOR_EMAIL: person.EMAIL,
      GIT_COMMITTER_NAME: person.NAME,
      GIT_COMMITTER_EMAIL: person.EMAIL,
    };
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true });
  }
}
