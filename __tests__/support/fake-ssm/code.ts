/** What the vendor publishes. */
export interface Release {
  readonly name: string;
  /** Otherwise no instance with it is healthy. */
  readonly works: boolean;
  /** How long an update to it takes (default: that of turns.ts). */
  readonly updateMs?: number;
}

/** The code that each instance and each image has. */
export class FakeCode {
  private readonly onInstances = new Map<string, Release>();
  private readonly inImages = new Map<string, Release>();
  /** Instances that an update has taken out of service. */
  readonly out = new Set<string>();
  private readonly first: Release;

  /** @param published what the vendor's server gives, and what all have that is there at the beginning */
  constructor(public published: Release) {
    this.first = published;
  }

  on(instanceId: string): Release {
    return this.onInstances.get(instanceId) ?? this.first;
  }

  inImage(imageId: string): Release {
    return this.inImages.get(imageId) ?? this.first;
  }

  /** Whether the load balancer sends it requests. */
  serves(instanceId: string): boolean {
    return this.on(instanceId).works && !this.out.has(instanceId);
  }

  imaged(imageId: string, instanceId: string): void {
    this.inImages.set(imageId, this.on(instanceId));
  }

  /** @param mayUpdate otherwise it keeps its image's code */
  launched(instanceId: string, imageId: string, mayUpdate: boolean): void {
    this.onInstances.set(instanceId, mayUpdate ? this.published : this.inImage(imageId));
  }

  updated(instanceId: string): void {
    this.onInstances.set(instanceId, this.published);
  }
}
