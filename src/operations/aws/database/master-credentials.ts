import * as z from "zod";
import { parsedJson } from "../../report/parsed-json";

/** Of what is in the secret that RDS manages: that, and nothing else. */
export const masterCredentialsSchema = z.strictObject({
  username: z.string().min(1),
  password: z.string().min(1),
});
export type MasterCredentials = z.infer<typeof masterCredentialsSchema>;

/** The value isn't what RDS keeps in its secret. It says nothing about what it is. */
export class MasterCredentialsError extends Error {
  override readonly name = "MasterCredentialsError";
}

/** @throws MasterCredentialsError */
export function masterCredentialsOf(value: unknown): MasterCredentials {
  const { data, success } = masterCredentialsSchema.safeParse(value);
  if (success) return data;
  throw new MasterCredentialsError(
    'These are no master credentials: "username" and "password" are expected, as RDS keeps them. Nothing was changed',
  );
}

/**
 * The credentials in the text of the secret, which may hold more, such as the engine or the host.
 *
 * @throws MasterCredentialsError
 */
export function masterCredentialsIn(text: string): MasterCredentials {
  const { data } = masterCredentialsSchema.strip().safeParse(parsedJson(text));
  return masterCredentialsOf(data);
}
