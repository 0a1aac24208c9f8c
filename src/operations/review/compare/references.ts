import type { Json } from "./json";
import type { Stack } from "./stack";

/** The address that a value refers to, such as `aws_s3_bucket.logs` for `${aws_s3_bucket.logs.id}`. */
export function referred(value: Json | undefined): string | undefined {
  return /\$\{([\w-]+\.[\w-]+)\.[\w-]+\}/.exec(String(value))?.[1];
}

/** The construct that a value refers to; the value itself where it refers to none. */
export function constructIn(value: Json | undefined, stack: Stack): string {
  return stack.parts.get(referred(value) ?? "")?.construct ?? String(value);
}

/** A text whose references name constructs instead of addresses with cdktf's hash. */
export function readable(text: string, stack: Stack): string {
  return text.replaceAll(
    /\$\{((?:data\.)?[\w-]+\.[\w-]+)\.([\w-]+)\}/g,
    (all, address: string, attribute: string) => {
      const part = stack.parts.get(address);
      return part === undefined ? all : `${part.construct} (${attribute})`;
    },
  );
}
