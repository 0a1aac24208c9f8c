import { afterEach, describe, expect, it, vi } from "vitest";
import { diagnosed, explained } from "../../../../../src/operations/terraform/diagnosis/diagnosis";

/** A line of `terraform plan -json`. */
function logged(summary: string, detail: string): string {
  const diagnostic = { severity: "error", summary, detail };
  return JSON.stringify({ "@level": "error", type: "diagnostic", diagnostic });
}

const held = `Error message: operation error S3: PutObject, https response error StatusCode: 412, RequestID: x, HostID: y, api error PreconditionFailed: At least one of the pre-conditions you specified did not hold
Lock Info:
  ID:        9f1c1e52-7d02-4c6e-8f6f-3b0e2f1a5c11
  Path:      bucket/uat-us-east-1.tfstate
  Operation: OperationTypeApply
  Who:       ada@laptop
  Version:   1.11.4
  Created:   2026-11-21 09:18:32.123 +0000 UTC
  Info:      

Terraform acquires a state lock to protect the state from being written
by multiple users at the same time.`;

describe("why Terraform failed, and the remedy", () => {
  it.each([
    [
      "a lock",
      logged("Error acquiring the state lock", held),
      "locked by ada@laptop since 2026-11-21 09:18:32.123 +0000 UTC (apply, lock 9f1c1e52-7d02-4c6e-8f6f-3b0e2f1a5c11): wait",
      "state-locked",
    ],
    [
      "a lock whose holder is dead",
      logged("Error acquiring the state lock", held),
      "npm run synth && cd cdktf.out/stacks/ENV && terraform init && terraform force-unlock 9f1c1e52-7d02-4c6e-8f6f-3b0e2f1a5c11",
      "state-locked",
    ],
    [
      "a lock that may not be taken",
      logged(
        "Error acquiring the state lock",
        "operation error S3: PutObject, https response error StatusCode: 403, api error AccessDenied: User: arn:aws:sts::111122223333:assumed-role/ci/x is not authorized to perform: s3:PutObject on resource: y",
      ),
      "The credentials don't permit s3:PutObject",
      "permission-denied",
    ],
    [
      "expired credentials",
      logged(
        "Retrieving AWS account details: validating provider credentials",
        "operation error STS: GetCallerIdentity, https response error StatusCode: 403, RequestID: x, api error ExpiredToken: The security token included in the request is expired",
      ),
      "AWS doesn't accept the credentials, or no longer",
      "credentials",
    ],
    [
      "no credentials",
      logged(
        "No valid credential sources found",
        "Error: failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, request send failed, dial tcp 169.254.169.254:80: i/o timeout",
      ),
      "No AWS credentials were found",
      "credentials",
    ],
    [
      "a secret that can't be made",
      logged(
        "creating Secrets Manager Secret (test-app/uat/download)",
        "operation error Secrets Manager: CreateSecret, https response error StatusCode: 400, InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
      ),
      "restore-secret --secret-id NAME",
      "secret-deleted",
    ],
    [
      "another account",
      logged("AWS account ID not allowed: 444455556666", ""),
      "another account's",
      "wrong-account",
    ],
    [
      "throttling",
      logged(
        "reading EC2 Instances",
        "operation error EC2: DescribeInstances, exceeded maximum number of attempts, 25, https response error StatusCode: 503, api error RequestLimitExceeded: Request limit exceeded.",
      ),
      "AWS throttles the account",
      "throttled",
    ],
    [
      "no bucket",
      logged(
        "Error refreshing state",
        'Failed to get existing workspaces: S3 bucket "state" does not exist.',
      ),
      "The bucket of Terraform's state doesn't exist",
      "bucket-missing",
    ],
    [
      "a denied action that AWS doesn't name",
      logged(
        "reading EC2 VPC",
        "StatusCode: 403, api error UnauthorizedOperation: You are not authorized to perform this operation. Encoded authorization failure message: abc",
      ),
      "The credentials don't permit what the plan reads",
      "permission-denied",
    ],
    [
      "a provider that isn't the locked one",
      logged(
        "Failed to install provider",
        "the cached package doesn't match any of the checksums recorded in the dependency lock file",
      ),
      "The providers don't match .terraform.lock.hcl",
      "provider-lock-file",
    ],
    [
      "a lock file without the provider",
      logged(
        "Provider dependency changes detected",
        "Changes to the required provider dependencies were detected",
      ),
      "The providers don't match .terraform.lock.hcl",
      "provider-lock-file",
    ],
    [
      "no registry",
      logged(
        "Failed to query available provider packages",
        "could not connect to registry.terraform.io: dial tcp: no such host",
      ),
      "A provider can't be downloaded",
      "provider-download",
    ],
    [
      "a provider's crash",
      logged(
        "Plugin did not respond",
        "The plugin encountered an error, and failed to respond to the plugin6.(*GRPCProvider).ReadResource call.",
      ),
      "A provider or Terraform crashed",
      "terraform-crashed",
    ],
    [
      "a provider that was gone already",
      logged(
        "Request cancelled",
        "The plugin6.(*GRPCProvider).ReadResource request was cancelled.",
      ),
      "A provider or Terraform crashed",
      "terraform-crashed",
    ],
    [
      "a network that is down",
      logged(
        "reading S3 Bucket",
        "request send failed, Head https://x: dial tcp: lookup x: no such host",
      ),
      "AWS can't be reached",
      "aws-unreachable",
    ],
    [
      "a crash without a record",
      "panic: runtime error: index out of range",
      "Terraform crashed",
      "terraform-crashed",
    ],
    [
      "a box, before -json is read",
      "╷\n│ Error: AWS account ID not allowed: 444455556666\n│ \n│ Take another.\n╵",
      "another account's",
      "wrong-account",
    ],
  ])("tells %s", (_, log, remedy, cause) => {
    const failure = diagnosed("terraform plan failed", log);
    const [what, explanation, said] = failure.reasons;
    expect(what).toBe("terraform plan failed");
    expect(explanation).toContain(remedy);
    expect(said).toMatch(/^Terraform says: /);
    expect(failure.knownCause).toBe(cause);
  });

  it("repeats an error that it doesn't know, and guesses nothing", () => {
    const log = logged("Invalid count argument", "The count depends on an unknown value.");
    const { reasons, cause } = explained("terraform plan failed", log);
    expect(reasons).toEqual([
      "terraform plan failed",
      "Terraform says: Invalid count argument: The count depends on an unknown value.",
    ]);
    expect(cause).toBeNull();
  });

  it("takes warnings and progress for no errors", () => {
    const warning = { severity: "warning", summary: "Throttling", detail: "AccessDenied" };
    const log = [
      JSON.stringify({ type: "diagnostic", diagnostic: warning }),
      JSON.stringify({ type: "refresh_start", "@message": "ExpiredToken" }),
      logged("Unknown", "error"),
    ].join("\n");
    expect(explained("failed", log).reasons).toEqual(["failed", "Terraform says: Unknown: error"]);
  });

  it("counts the errors that it leaves out", () => {
    const log = ["one", "two", "three", "four", "five"].map((text) => logged(text, "")).join("\n");
    expect(explained("failed", log).reasons.slice(-2)).toEqual([
      "Terraform says: three",
      "… and 2 more errors",
    ]);
  });
});

describe("credentials", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("of this process, and what AWS repeats of a signed request, are withheld", () => {
    const secret = ["not", "a", "credential", "of", "anybody"].join("-");
    vi.stubEnv("AWS_SESSION_TOKEN", secret);
    const log = logged(
      "Signature",
      `x-amz-security-token:${secret}/x token=${secret} Signature=abcdef`,
    );
    const text = explained("failed", log).reasons.join("\n");
    expect(text).toContain("(withheld)");
    expect(text).not.toContain(secret);
    expect(text).not.toContain("abcdef");
  });
});
