type Json = any;

/**
 * A plan right after an apply in which a common tag was changed in the code: so many resources change through a `local`,
 * which could be any of as many that differ from the state in each of ten tags.
 */
export function planThroughLocals(resources: number): Json {
  const each = <Value>(of: (index: number) => Value) =>
    Array.from({ length: resources }, (_, at) => of(at));
  const tags = (value: string) =>
    Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`tag${at}`, `${value} of ${at}`]));
  const change = (address: string, before: Json, after: Json) => ({
    address,
    mode: "managed",
    change: {
      actions: ["update"],
      before: { name: address, tags: before },
      after: { name: address, tags: after },
      after_unknown: {},
      before_sensitive: {},
      after_sensitive: {},
    },
  });
  return {
    format_version: "1.2",
    terraform_version: "1.14.3",
    applyable: true,
    complete: true,
    errored: false,
    configuration: {
      root_module: {
        resources: each((at) => ({
          address: `aws_sns_topic.follower_${at}`,
          mode: "managed",
          expressions: { tags: { references: ["local.tags"] } },
        })),
      },
    },
    resource_changes: each((at) =>
      change(`aws_sns_topic.follower_${at}`, tags("old"), tags(`new ${at}`)),
    ),
    resource_drift: each((at) =>
      change(`aws_sqs_queue.drifted_${at}`, tags(`first ${at}`), tags(`second ${at}`)),
    ),
  };
}
