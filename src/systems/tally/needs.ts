import { allow } from "../../constructs/security/policy-document";
import { account } from "../configuration/account";
import type { RegionNeeds } from "../foundation/needs";
import type { Environment } from "./environment";
import { namesOf, releaseKey, sharedNamesOf, system } from "./names";
import { roleBoundary } from "./role-boundary";

/** Policies of `access/`, by what a job does. */
const files = (does: string, parts: readonly string[]) =>
  parts.map((part) => `${system}-${does}-${part}`);
const three = ["identity", "network", "resources"];
const checking = files("check", three);
const applying = [...checking, ...files("apply", [...three, "limits"])];

/** What an environment needs of its region's foundation: a place for logs, images and releases, and GitHub's roles. */
export function needsOf(environment: Environment): RegionNeeds {
  const { id, region, retention } = environment;
  const { accessLogPrefix, connectionLogPrefix } = namesOf(environment);
  const { imageRepositories, releaseBucket } = sharedNamesOf(region);
  const repositories = Object.values(imageRepositories);
  return {
    region,
    loadBalancerLogs: {
      id,
      prefixes: [accessLogPrefix, connectionLogPrefix],
      days: retention.logs.days,
    },
    imageRepositories: repositories,
    releaseBucket,
    roleBoundary: roleBoundary(region),
    gitHubRoles: [
      {
        name: "tally-images",
        description: "GitHub's jobs that push images and releases of tally",
        jobs: { inEnvironment: "tally-images" },
        access: [],
        policies: { push: pushStatements(region, repositories, releaseBucket) },
      },
      {
        name: `${id}-plan`,
        description: `GitHub's jobs of main that plan ${id}, and change nothing`,
        jobs: "of main",
        access: checking,
        policies: {},
      },
      {
        name: `${id}-apply`,
        description: `GitHub's jobs that somebody has approved, which apply ${id}`,
        jobs: { inEnvironment: id },
        // As long as its job.
        sessionSeconds: 7200,
        access: applying,
        policies: {},
      },
    ],
  };
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html */
function pushStatements(region: string, repositories: readonly string[], bucket: string) {
  return [
    // The action takes no resource.
    allow("LogInToRegistry", { Action: ["ecr:GetAuthorizationToken"], Resource: "*" }),
    allow("PushImages", {
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeImages",
        "ecr:DescribeImageScanFindings",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      Resource: repositories.map(
        (name) => `arn:aws:ecr:${region}:${account.id}:repository/${name}`,
      ),
    }),
    allow("PutReleases", {
      Action: ["s3:PutObject"],
      Resource: `arn:aws:s3:::${bucket}/${releaseKey("*")}`,
    }),
  ];
}
