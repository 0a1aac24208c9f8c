/** A step of an address or of a reference. */
export interface Step {
  readonly name: string;
  /** Such as `["a"]` or `[0]`. */
  readonly key: string | undefined;
}

/** `aws_x.y["a.b"].tags.c`, step by step. */
export function stepsOf(reference: string): Step[] {
  const steps = reference.matchAll(/([^.[\]]+)(\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\])?/g);
  return [...steps].map(([, name = "", key]) => ({ name, key }));
}

/** An address without the keys of `count` and `for_each`. */
export function withoutInstanceKeys(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, "");
}

/** Where an instance of a resource is: its modules, each with its key, and the key of its own. */
export interface Instance {
  /** From the outside in, such as `network` and `subnet["a"]`. */
  readonly modules: readonly string[];
  readonly key: string | undefined;
}

/** Takes an address of an instance apart. */
export function instanceOf(address: string): Instance {
  const steps = stepsOf(address);
  const modules: string[] = [];
  let at = 0;
  for (; steps[at]?.name === "module"; at += 2) {
    const { name = "", key = "" } = steps[at + 1] ?? {};
    modules.push(name + key);
  }
  return { modules, key: steps.at(-1)?.key };
}

/** The address of something in a module. */
export function addressIn(modules: readonly string[], address: string): string {
  return [...modules.flatMap((name) => ["module", name]), address].join(".");
}

/** Whether an instance is in the modules that are meant; a key that isn't said is any. */
export function isIn({ modules }: Instance, meant: readonly string[]): boolean {
  return meant.every((each, level) => {
    const found = modules[level] ?? "";
    return found === each || (withoutInstanceKeys(found) === each && !isKeyed(each));
  });
}

/**
 * The modules that a reference means, seen from who follows it: in a module that both are in, both are in the same
 * instance.
 *
 * @param referred modules as the reference names them, a key only where it says one
 */
export function seenFrom(referred: readonly string[], { modules }: Instance): readonly string[] {
  let together = true;
  return referred.map((each, level) => {
    const own = modules[level];
    together &&= own !== undefined && withoutInstanceKeys(own) === withoutInstanceKeys(each);
    return together && own !== undefined && !isKeyed(each) ? own : each;
  });
}

function isKeyed(module: string): boolean {
  return module.endsWith("]");
}
