import { z } from "zod";
import type { Finding } from "../configuration/mistakes";
import { type Environment, type EnvironmentDefinition, environmentSchema } from "./environment";

/** A rule over several properties: it is asked as soon as those that it reads are valid themselves. */
export type Rule = (id: string, definition: EnvironmentDefinition) => readonly Finding[];

/** The properties that a rule reads: of each part some, or all of it. */
type Reads = {
  readonly [Part in keyof EnvironmentDefinition]?:
    | true
    | readonly (string & keyof EnvironmentDefinition[Part])[];
};

type Read<Asked extends Reads> = { readonly id: string } & {
  readonly [Part in keyof Asked &
    keyof Environment]: Asked[Part] extends readonly (infer Property)[]
    ? Pick<Environment[Part], Property & keyof Environment[Part]>
    : Environment[Part];
};

/**
 * @param property where the mistake is
 * @param mistake what is wrong and what to write instead; false when nothing is
 */
export function rule<const Asked extends Reads>(
  property: string,
  reads: Asked,
  mistake: (environment: Read<Asked>) => string | false,
): Rule {
  const readable = z.object(
    Object.fromEntries(
      Object.entries(reads).map(([part, asked]) => {
        const schema: z.ZodType = environmentSchema.shape[part as keyof Reads];
        if (asked === true || !(schema instanceof z.ZodObject)) return [part, schema];
        const picked = asked.map((name) => [name, schema.shape[name]]);
        return [part, z.object(Object.fromEntries(picked))];
      }),
    ),
  );
  return (id, definition) => {
    const { data } = readable.safeParse(definition);
    const message = data !== undefined && mistake({ ...data, id } as Read<Asked>);
    return message === false ? [] : [{ property, message }];
  };
}
