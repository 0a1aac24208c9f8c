import { hostname } from "node:os";
import { describe, expect, it } from "vitest";
import { explained } from "../../../../../src/operations/terraform/diagnosis/diagnosis";

/** A line of `terraform plan -json`, as Terraform 1.11.4 says it of an S3 that answers so. */
function logged(summary: string, detail: string): string {
  const diagnostic = { severity: "error", summary, detail };
  return JSON.stringify({ "@level": "error", type: "diagnostic", diagnostic });
}

const acquiring = "Error acquiring the state lock";
const releasing = "Error releasing the state lock";
const refused =
  "Error message: operation error S3: PutObject, https response error StatusCode: 412, RequestID: X, HostID: Y, api error PreconditionFailed: At least one of the pre-conditions you specified did not hold";

function heldBy(who: string, created: Date): string {
  const since = created.toISOString().replace("T", " ").replace("Z", "456789 +0000 UTC");
  return `${refused}\nLock Info:\n  ID:        1b2c3d4e-0000-4000-8000-0123456789ab\n  Path:      state/uat.tfstate\n  Operation: OperationTypePlan\n  Who:       ${who}\n  Version:   1.11.4\n  Created:   ${since}\n  Info:      \n\n\nTerraform acquires a state lock`;
}

describe("a lock that stands in the way", () => {
  const unlock = "terraform force-unlock 1b2c3d4e-0000-4000-8000-0123456789ab";

  it.each([
    ["another machine", "jenkins@another-agent", new Date(), "wait until that has ended"],
    [
      "this machine, before this run",
      `jenkins@${hostname()}`,
      new Date(performance.timeOrigin - 1000),
      "wait until that has ended",
    ],
    [
      "this machine, since this run began",
      `jenkins@${hostname()}`,
      new Date(),
      "it is this run's own: S3's answer to it was lost",
    ],
  ])("of %s", (_, who, created, remedy) => {
    const { reasons, cause } = explained("It failed", logged(acquiring, heldBy(who, created)));
    expect(reasons[1]).toContain(`The state is locked by ${who} since `);
    expect(reasons[1]).toContain(remedy);
    expect(reasons[1]).toContain(unlock);
    expect(cause).toBe("state-locked");
  });

  it("is a file that was cut", () => {
    const detail = `${refused}\nfailed to unmarshal JSON data into LockInfo struct: unexpected end of JSON input`;
    const { reasons, cause } = explained("It failed", logged(acquiring, detail));
    expect(reasons[1]).toContain("aws s3 rm s3://BUCKET/ENV.tfstate.tflock");
    expect(cause).toBe("state-locked");
  });

  it("is in passing each time", () => {
    const detail =
      "Error message: operation error S3: PutObject, https response error StatusCode: 409, api error ConditionalRequestConflict: The conditional request cannot succeed\nunable to retrieve file from S3 bucket: operation error S3: GetObject, https response error StatusCode: 404, NoSuchKey: ";
    const { reasons, cause } = explained("It failed", logged(acquiring, detail));
    expect(reasons[1]).toContain("--lock-timeout");
    expect(cause).toBe("state-locked");
  });
});

describe("a lock that could not be given back", () => {
  const released =
    'Error message: failed to retrieve s3 lock info: operation error S3: GetObject, https response error StatusCode: 0, request send failed, Get "https://bucket.s3.us-east-1.amazonaws.com/uat.tfstate.tflock": dial tcp: lookup bucket.s3.us-east-1.amazonaws.com: i/o timeout';

  it("may be left, and why it could not is said too", () => {
    const { reasons, cause } = explained("It failed", logged(releasing, released));
    expect(reasons.slice(1, 3)).toEqual([
      expect.stringMatching(
        /may be left: aws s3 cp s3:\/\/BUCKET\/ENV.tfstate.tflock - .*terraform force-unlock ID$/,
      ),
      expect.stringContaining("AWS can't be reached"),
    ]);
    expect(cause).toBe("state-locked");
  });

  it("may be left beside another error, which is explained too", () => {
    const log = [
      logged("reading EC2 VPC", "ExpiredToken: The security token is expired"),
      logged(releasing, "Error message: api error ExpiredToken"),
    ].join("\n");
    expect(explained("It failed", log)).toMatchObject({
      reasons: [
        "It failed",
        expect.stringContaining("may be left"),
        expect.stringContaining("AWS doesn't accept the credentials"),
        expect.stringContaining("Terraform says: reading EC2 VPC"),
        expect.stringContaining(`Terraform says: ${releasing}`),
      ],
      cause: "state-locked",
    });
  });
});
