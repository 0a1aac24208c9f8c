/** A thing as the code declares it. */
export interface Thing {
  /** What the cloud calls it (default: as the code does). A new name replaces the thing. */
  readonly name?: string;
  readonly content?: string;
  readonly size?: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly password?: string;
  /** Another thing, whose revision this one has, as a group has the version of its launch template. */
  readonly follows?: string;
  /** Makes it an auto scaling group: the thing whose revision its instances are launched from. */
  readonly launches?: string;
  /** Whether it is there before its first apply, which then adopts it by its id. */
  readonly adopted?: true;
}

/** What the code says of one environment. */
export interface EnvironmentCode {
  /** The folder that is its cloud. */
  readonly cloud: string;
  readonly state: { readonly bucket: string; readonly key: string; readonly region: string };
  /** The S3 that holds the state. */
  readonly endpoint: string;
  readonly things: Readonly<Record<string, Thing>>;
}

/** What the small application reads: its environments by id. */
export type Code = Readonly<Record<string, EnvironmentCode>>;
