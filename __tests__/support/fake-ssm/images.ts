import {
  commitTag,
  type RestorePoint,
  runIdTag,
} from "../../../src/operations/aws/images/restore-point";
import type { NewRestorePoint } from "../../../src/operations/aws/images/restore-points";

/** An image in the simulated account. */
export interface FakeImage extends Omit<NewRestorePoint, "description"> {
  readonly imageId: string;
  readonly createdAt: number;
  state: string;
}

/** The account's own images, and what a launch template's versions name. */
export class FakeImages {
  readonly all: FakeImage[] = [];
  /** The image of each version of the group's launch template, from 1. */
  readonly versions: string[] = ["ami-0123456789abcdef0"];
  private made = 0;
  private readonly byToken = new Map<string, string>();
  private readonly madeAt = new Map<string, number>();

  /**
   * @param becomes what a new image is at once; `available` without its being waited for
   * @param onCreated hears of each
   */
  constructor(
    public becomes = "available",
    private readonly onCreated: (image: FakeImage) => void = () => undefined,
  ) {}

  /** @returns undefined where there is one of that name */
  create({ description: _, ...point }: NewRestorePoint, now: number): FakeImage | undefined {
    if (this.all.some(({ name }) => name === point.name)) return undefined;
    this.made += 1;
    const serial = this.made.toString(16).padStart(17, "0");
    const image = { ...point, imageId: `ami-${serial}`, createdAt: now, state: this.becomes };
    this.all.push(image);
    this.onCreated(image);
    return image;
  }

  remove(imageId: string): void {
    const index = this.all.findIndex((each) => each.imageId === imageId);
    if (index >= 0) this.all.splice(index, 1);
  }

  restorePoints(environmentId: string): RestorePoint[] {
    return this.all
      .filter(({ tags }) => tags.EnvironmentId === environmentId && runIdTag in tags)
      .map(({ imageId, name, tags, state, createdAt }) => ({
        imageId,
        name,
        runId: tags[runIdTag] ?? "",
        commit: tags[commitTag] ?? null,
        state,
        stateReason: state === "failed" ? "Client.InternalError" : null,
        createdAt: new Date(createdAt).toISOString(),
        hasSnapshots: state !== "nascent",
      }));
  }

  /** A new version; a token that was there already answers with the version of then. */
  createVersion(imageId: string, token: string, now: number): string {
    const known = this.byToken.get(token);
    if (known !== undefined) return known;
    const made = String(this.versions.push(imageId));
    this.byToken.set(token, made);
    this.madeAt.set(made, now);
    return made;
  }

  /** What is in versions, by their numbers or `$Latest`, `$Default`. */
  inVersions(asked: readonly string[]) {
    const latest = this.versions.length;
    const numbers = asked.map((each) =>
      each === "$Latest" ? latest : each === "$Default" ? 1 : Number(each),
    );
    return [...new Set(numbers)].map((version) => ({
      version: String(version),
      imageId: this.versions[version - 1],
      description: "Instances of the group",
      createdAt: this.madeAt.get(String(version)) ?? 0,
    }));
  }
}

/** One of before: it was made by an earlier rollout. */
export function earlier(
  images: FakeImages,
  environmentId: string,
  runId: string,
  createdAt: number,
  state = "available",
): string {
  const tags = { EnvironmentId: environmentId, [runIdTag]: runId };
  const made = images.create(
    { instanceId: "i-0", name: `earlier-${runId}`, description: "", tags },
    createdAt,
  );
  if (made === undefined) throw new Error(`there is a restore point of ${runId} already`);
  made.state = state;
  return made.imageId;
}
