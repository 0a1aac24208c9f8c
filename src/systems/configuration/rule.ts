import * as z from "zod";
import type { Finding } from "./mistakes";

/** A rule over several properties: it is asked as soon as those that it reads are valid themselves. */
export type Rule<Definition> = (id: string, definition: Definition) => readonly Finding[];

/** The properties that a rule reads: of each part some, or all of it. */
type Reads<Definition> = {
  readonly [Part in keyof Definition]?: true | readonly (string & keyof Definition[Part])[];
};

type Read<Environment, Asked> = { readonly id: string } & {
  readonly [Part in keyof Asked &
    keyof Environment]: Asked[Part] extends readonly (infer Property)[]
    ? Pick<Environment[Part], Property & keyof Environment[Part]>
    : Environment[Part];
};

/** Makes rules over the properties of environments of one kind. */
export function rulesOn<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) {
  type Definition = z.input<z.ZodObject<Shape>>;
  type Environment = z.output<z.ZodObject<Shape>>;

  /**
   * @param property where the mistake is
   * @param mistake what is wrong and what to write instead; false when nothing is
   */
  return function rule<const Asked extends Reads<Definition>>(
    property: string,
    reads: Asked,
    mistake: (environment: Read<Environment, Asked>) => string | false,
  ): Rule<Definition> {
    const readable = z.object(
      Object.fromEntries(
        Object.entries(reads).map(([part, asked]) => {
          const whole = schema.shape[part] as z.ZodType;
          if (asked === true || !(whole instanceof z.ZodObject)) return [part, whole];
          const picked = (asked as string[]).map((name) => [name, whole.shape[name]]);
          return [part, z.object(Object.fromEntries(picked))];
        }),
      ),
    );
    return (id, definition) => {
      const { data } = readable.safeParse(definition);
      const message = data !== undefined && mistake({ ...data, id } as Read<Environment, Asked>);
      return message === false ? [] : [{ property, message }];
    };
  };
}
