import { json } from "node:stream/consumers";
import { StandIn } from "../src/systems/test-app/scripts/stand-ins";

/** A deployment of a service as ECS lists it. */
export interface FakeDeployment {
  /** Default: `PRIMARY`. */
  readonly status?: string;
  /** Family and revision, such as `tally-display:5`. */
  readonly runs: string;
  /** Default: `COMPLETED`. */
  readonly state?: string;
  readonly reason?: string;
}

/** A service as the account has it. */
export interface FakeService {
  readonly deployments: readonly FakeDeployment[];
  /** Default: 2. */
  readonly running?: number;
}

/** What the account answers; `nth` counts the calls of DescribeServices from 1. */
export interface FakeCluster {
  readonly services: (nth: number) => Readonly<Record<string, FakeService>>;
  /** Newest revision of each family. */
  readonly newest: Readonly<Record<string, string>>;
  /** Why tasks have stopped, by what they ran. */
  readonly stopped?: readonly (readonly [runs: string, reason: string, exitCode?: number])[];
  /** An HTTP status for every call in place of answers. */
  readonly refuses?: number;
}

const arn = (runs: string) => `arn:aws:ecs:us-east-1:111122223333:task-definition/${runs}`;

/**
 * ECS with one cluster, on a free port of 127.0.0.1, in its own protocol.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html
 */
export class FakeEcs implements Disposable {
  readonly operations: string[] = [];
  readonly #server: StandIn;

  private constructor(cluster: FakeCluster) {
    this.#server = new StandIn(async (request, response) => {
      const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
      const body = (await json(request)) as Record<string, any>;
      this.operations.push(operation);
      const nth = this.operations.filter((each) => each === operation).length;
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.statusCode = cluster.refuses ?? 200;
      const refused = { __type: "AccessDeniedException", message: "not allowed" };
      const answer = cluster.refuses ? refused : answers(cluster, nth)[operation]?.(body);
      response.end(JSON.stringify(answer ?? {}));
    });
  }

  static async start(cluster: FakeCluster): Promise<FakeEcs> {
    const fake = new FakeEcs(cluster);
    await fake.#server.start();
    return fake;
  }

  /** For `AWS_ENDPOINT_URL_ECS`. */
  get url(): string {
    return this.#server.url;
  }

  [Symbol.dispose](): void {
    this.#server.stop();
  }
}

type Answers = Record<string, (body: Record<string, any>) => object>;

function answers({ services, newest, stopped = [] }: FakeCluster, nth: number): Answers {
  return {
    DescribeServices: ({ services: asked }) => {
      const there = services(nth);
      const known = asked.filter((name: string) => name in there);
      return {
        services: known.map((name: string) => serviceOf(name, there[name] as FakeService)),
        failures: asked
          .filter((name: string) => !(name in there))
          .map((name: string) => ({ arn: name, reason: "MISSING" })),
      };
    },
    DescribeTaskDefinition: ({ taskDefinition }) => ({
      taskDefinition: { taskDefinitionArn: arn(newest[taskDefinition] ?? "") },
    }),
    // One a page.
    ListTasks: ({ desiredStatus, nextToken = "0" }) => {
      const index = Number(nextToken);
      const isStopped = desiredStatus === "STOPPED" && index < stopped.length;
      return isStopped ? { taskArns: [nextToken], nextToken: String(index + 1) } : { taskArns: [] };
    },
    DescribeTasks: ({ tasks }) => ({
      tasks: tasks.map((index: string) => {
        const [runs = "", reason, exitCode] = stopped[Number(index)] ?? [];
        const container = { name: "service", ...(exitCode !== undefined && { exitCode }) };
        return { taskDefinitionArn: arn(runs), stoppedReason: reason, containers: [container] };
      }),
    }),
  };
}

function serviceOf(serviceName: string, { deployments, running = 2 }: FakeService) {
  return {
    serviceName,
    status: "ACTIVE",
    runningCount: running,
    desiredCount: 2,
    deployments: deployments.map(({ status = "PRIMARY", runs, state = "COMPLETED", reason }) => ({
      status,
      taskDefinition: arn(runs),
      rolloutState: state,
      rolloutStateReason: reason,
    })),
  };
}
