// moto looks at the account in the key's id, and never at the signature.
const authorization =
  "AWS4-HMAC-SHA256 Credential=stand-in/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";

/** A bucket of a moto server: https://docs.aws.amazon.com/AmazonS3/latest/API/ */
export class Bucket {
  constructor(
    readonly endpoint: string,
    readonly name: string,
  ) {}

  async create(): Promise<void> {
    await this.#request("PUT", "");
  }

  /** Whether there is such a bucket. */
  async exists(): Promise<boolean> {
    return (await this.#request("GET", "?location", { alsoStatus: 404 })).ok;
  }

  /** Deletes the bucket with all that is in it, if there is one. */
  async delete(): Promise<void> {
    if (!(await this.exists())) return;
    for (const key of await this.list()) await this.remove(key);
    await this.#request("DELETE", "");
  }

  /** The keys of all objects, sorted. */
  async list(): Promise<string[]> {
    const answer = await this.#request("GET", "?list-type=2");
    return [...(await answer.text()).matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key = ""]) => key);
  }

  /** The object's text; nothing where there is no object. */
  async get(key: string): Promise<string | undefined> {
    const answer = await this.#request("GET", `/${key}`, { alsoStatus: 404 });
    return answer.ok ? answer.text() : undefined;
  }

  async put(key: string, text: string): Promise<void> {
    await this.#request("PUT", `/${key}`, { body: text });
  }

  /** Puts an object as Terraform's lock does, only where there is none; says whether it was put. */
  async putNew(key: string, text: string): Promise<boolean> {
    const headers = { "if-none-match": "*" };
    const answer = await this.#request("PUT", `/${key}`, { body: text, headers, alsoStatus: 412 });
    return answer.ok;
  }

  async remove(key: string): Promise<void> {
    await this.#request("DELETE", `/${key}`);
  }

  async #request(
    method: string,
    path: string,
    { alsoStatus, headers, ...rest }: { alsoStatus?: number } & RequestInit = {},
  ): Promise<Response> {
    const answer = await fetch(`${this.endpoint}/${this.name}${path}`, {
      method,
      headers: { ...headers, authorization },
      ...rest,
    });
    if (answer.ok || answer.status === alsoStatus) return answer;
    throw new Error(`${method} ${answer.url} answered ${answer.status}: ${await answer.text()}`);
  }
}
