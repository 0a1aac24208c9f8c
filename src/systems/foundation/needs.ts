import type { GitHubRoleProps } from "../../constructs/security/github-role";
import type { PolicyStatement } from "../../constructs/security/policy-document";
import type { LoadBalancerLogs } from "../../constructs/storage/log-bucket";
import type { Region } from "../configuration/account";

/** What an environment needs of its region's foundation, which is applied before it. */
export interface RegionNeeds {
  readonly region: Region;
  readonly loadBalancerLogs: LoadBalancerLogs;
  /** Names of ECR repositories (default: none). */
  readonly imageRepositories?: readonly string[];
  /** Name of a bucket for what machines install (default: none). */
  readonly releaseBucket?: string;
  /** What roles of its stack may do at the most (default: what their policies say). */
  readonly roleBoundary?: {
    readonly name: string;
    readonly statements: readonly PolicyStatement[];
  };
  /** Roles of GitHub's jobs (default: none). Their account knows GitHub once: one region's foundation decides so. */
  readonly gitHubRoles?: readonly GitHubJobRole[];
}

export interface GitHubJobRole
  extends Pick<GitHubRoleProps, "name" | "description" | "jobs" | "sessionSeconds" | "policies"> {
  /** Names of files in `access/`, whose policies are attached to it. */
  readonly access: readonly string[];
}
