import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Program, succeed } from "../e2e/drift/program";
import { DOWNLOADS, type Tool, toolPath } from "./tools";

/** What images are built and run with. */
export const containerTools: readonly Tool[] = [
  "buildah",
  "podman",
  "mmdebstrap",
  "unshare",
  "flock",
];

/** Why images can't be built and run here although the tools are there; undefined where they can. */
export const noContainersBecause =
  process.getuid?.() === 0
    ? undefined
    : "only root may build and run images in a machine's own folders";

/** In place of what the Dockerfile builds on: without a registry it is a Debian with this machine's Node.js. */
export const baseName = "localhost/node-of-this-machine:bookworm";

/** How long a container may run. */
const longestSeconds = 600;

/**
 * Images, which are kept on this machine with the base that takes a minute to make. One has them at a time: podman
 * mixes up what two keep in one place.
 */
export class ContainerImages implements AsyncDisposable {
  readonly #storage = path.join(DOWNLOADS, `container-images-${process.version}`);
  /** podman takes no long path. */
  readonly #run = mkdtempSync(path.join(tmpdir(), "containers-"));
  readonly #built: string[] = [];
  readonly #started: Program[] = [];

  private constructor(private readonly lock: ChildProcess) {}

  static async prepare(): Promise<ContainerImages> {
    const images = new ContainerImages(await lockContainers());
    // podman remembers folders of the run before, and refuses others.
    rmSync(path.join(images.#storage, "libpod"), { recursive: true, force: true });
    const known = await images.#buildah("images", "--format", "{{.Name}}:{{.Tag}}");
    if (!known.split("\n").includes(baseName)) await images.#makeBase();
    return images;
  }

  /**
   * Builds an image by the services' Dockerfile, or by the context's own where it has one. Its base is this machine's.
   *
   * @returns its id, which is the same for the same content
   */
  async build(
    name: string,
    context: string,
    args: Readonly<Record<string, string>>,
  ): Promise<string> {
    const own = path.join(context, "Dockerfile");
    const file = existsSync(own) ? own : path.resolve(__dirname, "../../services/Dockerfile");
    const given = Object.entries({ BASE: baseName, ...args }).flatMap(([key, value]) => [
      "--build-arg",
      `${key}=${value}`,
    ]);
    const fixed = ["--isolation=chroot", "--pull-never", "--timestamp", "0", "--quiet"];
    const id = await this.#buildah(
      "bud",
      ...fixed,
      ...given,
      "--file",
      file,
      "--tag",
      name,
      context,
    );
    this.#built.push(name);
    return id.trim();
  }

  /** What the image says of itself. */
  async inspect(
    name: string,
  ): Promise<{ User: string; Labels: Record<string, string>; Cmd: string[] }> {
    return JSON.parse(await this.#buildah("inspect", "--type=image", name)).OCIv1.config;
  }

  /**
   * Runs an image as the platform does: as a user without rights, on files that are read-only, without any capability,
   * on the network of this machine. Its environment is these variables and the image's own.
   *
   * @param command in place of the image's own
   * @param mounts files of this machine in place of the image's
   * @param memoryFolders what it may write to, with sizes in MiB
   */
  run(
    name: string,
    variables: Readonly<Record<string, string>>,
    {
      command = [],
      mounts = {},
      memoryFolders = {},
    }: {
      command?: readonly string[];
      mounts?: Record<string, string>;
      memoryFolders?: Readonly<Record<string, number>>;
    } = {},
  ): Program {
    const program = this.#podman([
      ...["run", "--rm", "--network=host", "--cap-drop=all", "--user=1000", "--pids-limit=-1"],
      ...["--read-only", "--read-only-tmpfs=false"],
      // Whatever becomes of this process, a container ends.
      `--timeout=${longestSeconds}`,
      // The machine's own limits may be beyond what may be set here.
      ...["--ulimit=nofile=1024:1024", "--ulimit=nproc=4096:4096"],
      ...Object.entries(variables).map(([key, value]) => `--env=${key}=${value}`),
      ...Object.entries(memoryFolders).map(([at, size]) => `--tmpfs=${at}:size=${size}m,mode=1777`),
      ...Object.entries(mounts).map(([to, from]) => `--volume=${from}:${to}:ro`),
      ...[name, ...command],
    ]);
    this.#started.push(program);
    return program;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      // A podman that is killed leaves its container; one that is told to end takes it along.
      for (const each of this.#started.filter(({ hasEnded }) => !hasEnded)) {
        each.signal("SIGTERM");
        await each.ended;
      }
      if (this.#built.length > 0) await this.#buildah("rmi", "--force", ...new Set(this.#built));
      rmSync(this.#run, { recursive: true, force: true });
    } finally {
      this.lock.stdin?.end();
    }
  }

  get #storageOptions(): string[] {
    return ["--root", this.#storage, "--runroot", this.#run, "--storage-driver", "vfs"];
  }

  get #place() {
    return { cwd: this.#run, env: { PATH: process.env.PATH, HOME: this.#run } };
  }

  #podman(args: readonly string[]): Program {
    const podman = [toolPath("podman"), ...this.#storageOptions, "--cgroup-manager=cgroupfs"];
    // The container runtime refuses a machine that mounts both versions of control groups.
    const script = 'umount /sys/fs/cgroup/unified 2>/dev/null; exec "$@"';
    const shell = ["--mount", "sh", "-c", script, "sh"];
    const all = [...shell, ...podman, "--events-backend=none", ...args];
    return new Program(toolPath("unshare"), all, this.#place);
  }

  #buildah(...args: readonly string[]): Promise<string> {
    return succeed(
      new Program(toolPath("buildah"), [...this.#storageOptions, ...args], this.#place),
    );
  }

  async #makeBase(): Promise<void> {
    const container = (await this.#buildah("from", "scratch")).trim();
    await this.#buildah("add", "--quiet", container, await systemArchive(this.#place), "/");
    await this.#buildah("copy", "--quiet", container, process.execPath, "/usr/local/bin/node");
    await this.#buildah("commit", "--quiet", "--rm", container, baseName);
  }
}

/** Waits until nobody else has them. The lock ends with this process, however that ends: nothing writes to it then. */
async function lockContainers(): Promise<ChildProcess> {
  mkdirSync(DOWNLOADS, { recursive: true });
  const file = path.join(DOWNLOADS, "container-images.lock");
  const lock = spawn(toolPath("flock"), [file, "sh", "-c", "echo locked; exec cat"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(lock, "exit").then(([code]) => {
    throw new Error(`The lock of the containers ended with ${code}`);
  });
  await Promise.race([once(lock.stdout, "data"), ended]);
  ended.catch(() => {});
  return lock;
}

/** A small Debian with what Node.js needs, made once on this machine. */
async function systemArchive(place: { cwd: string; env: NodeJS.ProcessEnv }): Promise<string> {
  const kept = path.join(DOWNLOADS, "debian-bookworm.tar");
  if (existsSync(kept)) return kept;
  mkdirSync(DOWNLOADS, { recursive: true });
  const unfinished = `${kept}.${process.pid}.tar`;
  const packages = "--include=libstdc++6,libatomic1";
  const args = ["--variant=essential", packages, "bookworm", unfinished];
  await succeed(new Program(toolPath("mmdebstrap"), args, place));
  renameSync(unfinished, kept);
  return kept;
}
