import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { keyOf, type Message } from "../common/message";
import { patience } from "../common/patience";

/** Objects in a bucket, one a message. */
export class Store {
  readonly #client: S3Client;

  constructor(
    region: string,
    private readonly bucket: string,
  ) {
    // An emulator has no host name for each bucket.
    const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL } = process.env;
    const forcePathStyle = (AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL) !== undefined;
    this.#client = new S3Client({ region, forcePathStyle, ...patience });
  }

  /**
   * Stores a message. One that is there already stays as it is: a queue delivers some messages twice.
   *
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
   *
   * @returns whether it is there since now
   * @throws Error where S3 doesn't say so
   */
  async put(message: Message): Promise<boolean> {
    const command = new PutObjectCommand({
      Bucket: this.bucket,
      Key: keyOf(message),
      Body: `${JSON.stringify(message.data)}\n`,
      ContentType: "application/json",
      IfNoneMatch: "*",
    });
    try {
      await this.#client.send(command);
      return true;
    } catch (error) {
      if ((error as Error).name === "PreconditionFailed") return false;
      throw error;
    }
  }

  end(): void {
    this.#client.destroy();
  }
}
