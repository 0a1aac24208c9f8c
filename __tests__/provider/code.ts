type Json = any;

/** A synthesized stack, to be changed as its author would. */
export class Code {
  /** @param stack the content of its `cdk.tf.json` */
  constructor(private readonly stack: Json) {}

  /** A resource's arguments, by its address without the hash. */
  block(address: string): Json {
    const [type, name] = this.#find(address);
    return this.stack.resource[type][name];
  }

  remove(address: string): void {
    const [type, name] = this.#find(address);
    delete this.stack.resource[type][name];
  }

  add(address: string, block: object): void {
    const [type = "", name = ""] = address.split(".");
    this.stack.resource[type][name] = block;
  }

  #find(address: string): readonly [type: string, name: string] {
    const [type = ""] = address.split(".");
    const names = Object.keys(this.stack.resource[type] ?? {});
    const name = names.find((each) => withoutHash(`${type}.${each}`) === address);
    if (name === undefined) throw new Error(`There is no ${address} in the code`);
    return [type, name];
  }
}

/** An address as the code's author knows it: cdktf puts a hash behind the name. */
export function withoutHash(address: string): string {
  return address.replace(/_[0-9A-F]{8}$/, "");
}
