import * as z from "zod";

const range = { least: z.number(), most: z.number() };

/** What environments cost a month, in US dollars before tax. */
export const costReportSchema = z
  .strictObject({
    /** Day of the price table, and where AWS publishes it. */
    pricesOf: z.string(),
    sources: z.array(z.string()),
    toConfirm: z.string(),
    /** Traffic a month and environment that nobody has measured yet. */
    assumed: z.record(z.string(), z.strictObject(range)),
    environments: z.array(
      z.strictObject({
        environment: z.string(),
        ...range,
        components: z.array(z.strictObject({ component: z.string(), ...range })),
      }),
    ),
    total: z.strictObject(range),
  })
  .meta({ title: "Cost report" });

export type CostReport = z.infer<typeof costReportSchema>;
