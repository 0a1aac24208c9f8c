/** The day on which this table was written, and where AWS publishes what it asks. */
export const priceList = {
  date: "2026-11-28",
  sources: [
    "https://aws.amazon.com/ec2/pricing/on-demand/",
    "https://aws.amazon.com/rds/mysql/pricing/",
    "https://aws.amazon.com/elasticloadbalancing/pricing/",
    "https://aws.amazon.com/cloudwatch/pricing/",
    "https://aws.amazon.com/waf/pricing/",
    "https://aws.amazon.com/fargate/pricing/",
    "https://aws.amazon.com/privatelink/pricing/",
    "https://aws.amazon.com/ecr/pricing/",
    "https://aws.amazon.com/sqs/pricing/",
  ],
  /** The list itself was out of reach when the table was written. */
  toConfirm:
    "every figure against AWS's list, before a budget depends on it; eu-west-1's are us-east-1's, raised by what is usual",
};

/** In US dollars before tax, on demand, Linux. */
export interface Prices {
  /** Of an instance, an hour. */
  readonly instance: Readonly<Record<string, number>>;
  /** On Fargate, a vCPU and a GB of memory, an hour. */
  readonly fargateProcessor: number;
  readonly fargateMemory: number;
  /** Of a database in one zone, an hour; a standby costs as much again. */
  readonly database: Readonly<Record<string, number>>;
  /** Of gp3, a GiB and month: an instance's volume, and a database's in one zone. */
  readonly volume: number;
  readonly databaseVolume: number;
  /** Of a volume, a GiB and month. */
  readonly snapshot: number;
  /** Advanced Database Insights, a vCPU and hour. */
  readonly databaseInsights: number;
  /** An hour. */
  readonly loadBalancer: number;
  readonly loadBalancerUnit: number;
  readonly publicAddress: number;
  /** An address of an endpoint, an hour; and a GB that goes through one. */
  readonly endpoint: number;
  readonly endpointData: number;
  /** A month each. */
  readonly key: number;
  readonly secret: number;
  readonly metric: number;
  readonly alarm: number;
  readonly compositeAlarm: number;
  readonly dashboard: number;
  readonly webAcl: number;
  readonly webAclRule: number;
  /** A million, with rules of up to 1500 units of capacity. */
  readonly webAclRequests: number;
  /** A million, of a standard queue. */
  readonly queueRequests: number;
  /** A GB. */
  readonly dataOut: number;
  readonly log: number;
  readonly logFile: number;
  /** In a repository, a GB and month. */
  readonly image: number;
  readonly flowLog: number;
}

const northAmerica: Prices = {
  instance: {
    "c5n.large": 0.108,
    "c5n.xlarge": 0.216,
    "c5n.2xlarge": 0.432,
    "c6in.large": 0.1134,
    "c6in.xlarge": 0.2268,
    "c6in.2xlarge": 0.4536,
    "c6gn.large": 0.0864,
    "c6gn.xlarge": 0.1728,
    "c6gn.2xlarge": 0.3456,
    "c7gn.large": 0.1248,
    "c7gn.xlarge": 0.2496,
    "c7gn.2xlarge": 0.4992,
    "t3.small": 0.0208,
    "t3.medium": 0.0416,
    "t3a.small": 0.0188,
    "t3a.medium": 0.0376,
  },
  fargateProcessor: 0.04048,
  fargateMemory: 0.004445,
  database: {
    "db.t4g.medium": 0.065,
    "db.t4g.large": 0.129,
    "db.m7g.large": 0.168,
    "db.m7g.xlarge": 0.337,
    "db.m7g.2xlarge": 0.674,
  },
  volume: 0.08,
  databaseVolume: 0.115,
  snapshot: 0.05,
  databaseInsights: 0.0125,
  loadBalancer: 0.0225,
  loadBalancerUnit: 0.008,
  publicAddress: 0.005,
  endpoint: 0.01,
  endpointData: 0.01,
  key: 1,
  secret: 0.4,
  metric: 0.3,
  alarm: 0.1,
  compositeAlarm: 0.5,
  dashboard: 3,
  webAcl: 5,
  webAclRule: 1,
  webAclRequests: 0.6,
  queueRequests: 0.4,
  dataOut: 0.09,
  log: 0.5,
  logFile: 0.023,
  image: 0.1,
  flowLog: 0.25,
};

const raised = (prices: Readonly<Record<string, number>>, factor: number) =>
  Object.fromEntries(Object.entries(prices).map(([of, price]) => [of, price * factor]));

const prices: Readonly<Record<string, Prices>> = {
  "us-east-1": northAmerica,
  "us-west-2": northAmerica,
  "eu-west-1": {
    ...northAmerica,
    instance: raised(northAmerica.instance, 1.13),
    database: raised(northAmerica.database, 1.1),
    volume: 0.088,
    databaseVolume: 0.127,
    loadBalancer: 0.0252,
    log: 0.57,
  },
};

/** Something has no price. The message says what, and where to add it. */
export class NotPriced extends Error {
  override readonly name = "NotPriced";
}

/** @throws NotPriced for a region that has none */
export function pricesIn(region: string): Prices {
  const found = prices[region];
  if (found === undefined)
    throw new NotPriced(`src/operations/cost/prices.ts has no prices of ${region}: add them`);
  return found;
}

/**
 * Of an instance type or a database's class.
 *
 * @throws NotPriced for one that isn't known
 */
export function priceOf(table: Readonly<Record<string, number>>, type: string): number {
  const price = table[type];
  if (price === undefined)
    throw new NotPriced(`src/operations/cost/prices.ts has no price of ${type}: add it`);
  return price;
}
