import { policies } from "../../bin/access/policies";

/** A request as the emulated AWS has seen it. */
export interface Request {
  readonly method: string;
  /** With the names of the parameters alone. */
  readonly path: string;
  /** Where the protocol has one: the operation's name. */
  readonly operation: string | null;
  /** By the request's signature. */
  readonly service: string | null;
}

/** Subresources of a bucket, by IAM's names for them. */
const ofBucket: Readonly<Record<string, string>> = {
  accelerate: "AccelerateConfiguration",
  acl: "BucketAcl",
  cors: "BucketCORS",
  encryption: "EncryptionConfiguration",
  lifecycle: "LifecycleConfiguration",
  logging: "BucketLogging",
  "object-lock": "BucketObjectLockConfiguration",
  ownershipControls: "BucketOwnershipControls",
  policy: "BucketPolicy",
  policyStatus: "BucketPolicyStatus",
  publicAccessBlock: "BucketPublicAccessBlock",
  replication: "ReplicationConfiguration",
  requestPayment: "BucketRequestPayment",
  tagging: "BucketTagging",
  versioning: "BucketVersioning",
  website: "BucketWebsite",
  notification: "BucketNotification",
  analytics: "AnalyticsConfiguration",
  "intelligent-tiering": "IntelligentTieringConfiguration",
  inventory: "InventoryConfiguration",
  metrics: "MetricsConfiguration",
};

const lambda: readonly (readonly [RegExp, string])[] = [
  [/^POST \/2015-03-31\/functions$/, "CreateFunction"],
  [/^GET \/2015-03-31\/functions\/[^/]+$/, "GetFunction"],
  [/^GET .*\/versions$/, "ListVersionsByFunction"],
  [/^GET .*\/code-signing-config$/, "GetFunctionCodeSigningConfig"],
  [/^GET .*\/event-invoke-config$/, "GetFunctionEventInvokeConfig"],
  [/^PUT .*\/event-invoke-config$/, "PutFunctionEventInvokeConfig"],
  [/^GET .*\/concurrency$/, "GetFunctionConcurrency"],
  [/^PUT .*\/concurrency$/, "PutFunctionConcurrency"],
  [/^GET .*\/policy$/, "GetPolicy"],
  [/^GET .*\/aliases$/, "ListAliases"],
  [/^GET .*\/urls?$/, "ListFunctionUrlConfigs"],
  [/^GET .*\/event-source-mappings\/?$/, "ListEventSourceMappings"],
  [/^GET .*\/event-invoke-config\/list$/, "ListFunctionEventInvokeConfigs"],
  [/^GET .*\/provisioned-concurrency$/, "ListProvisionedConcurrencyConfigs"],
];

/**
 * The action that IAM asks for.
 *
 * @throws Error for a request that nobody has thought about
 */
export function actionOf({ method, path, operation, service }: Request): string {
  if (service === "monitoring")
    return `cloudwatch:${operation ?? /\/operation\/(\w+)/.exec(path)?.[1]}`;
  // https://docs.aws.amazon.com/cost-management/latest/userguide/billing-permissions-ref.html
  if (service === "budgets" && operation !== null && !operation.endsWith("TagsForResource"))
    return `budgets:${operation.startsWith("Describe") ? "ViewBudget" : "ModifyBudget"}`;
  if (operation !== null && service !== null) return `${service}:${operation}`;
  if (service === "s3") return `s3:${s3Action(method, path)}`;
  const [, action] = lambda.find(([form]) => form.test(`${method} ${path.split("?")[0]}`)) ?? [];
  if (service === "lambda" && action !== undefined) return `lambda:${action}`;
  throw new Error(`What does IAM call ${method} ${path} of ${service}?`);
}

function s3Action(method: string, path: string): string {
  if (path.startsWith("/v20180820/accesspoint")) return "ListAccessPoints";
  const [, key, query = ""] = /^\/[^/?]+\/?([^?]*)\??(.*)$/.exec(path) ?? [];
  const verb = { GET: "Get", HEAD: "Get", PUT: "Put", DELETE: "Delete" }[method] ?? method;
  if (key) return `${verb}Object`;
  const [part] = query.split("&").filter((name) => name in ofBucket);
  if (part !== undefined) return `${verb}${ofBucket[part]}`;
  return method === "PUT" ? "CreateBucket" : "ListBucket";
}

/** The actions that none of these policies in `access/` allows. */
export function refusedBy(names: readonly string[], requests: readonly Request[]): string[] {
  const all = policies();
  const allowed = new Set(
    names.flatMap((name) => all[name]?.Statement.flatMap(({ Action }) => Action) ?? []),
  );
  // Nobody needs a permission to be told who they are.
  allowed.add("sts:GetCallerIdentity");
  return [...new Set(requests.map(actionOf))].filter((action) => !allowed.has(action)).sort();
}
