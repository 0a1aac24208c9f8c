import { allow, type PolicyStatement } from "../security/policy-document";

/** Objects of S3 that whoever is in a VPC may read through its endpoint, as far as the role allows it, too. */
export function readThrough(sid: string, objects: string): PolicyStatement {
  return allow(sid, {
    Principal: "*",
    Action: ["s3:GetObject"],
    Resource: `arn:aws:s3:::${objects}`,
  });
}

/**
 * Layers of the images of a region's repositories, which are in a bucket of ECR's.
 *
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
 */
export const imageLayers = (region: string) =>
  readThrough("ReadImageLayers", `prod-${region}-starport-layer-bucket/*`);

/**
 * Packages of Amazon Linux 2023, which are in a bucket of each region's.
 *
 * https://docs.aws.amazon.com/linux/al2023/ug/managing-repos-os-updates.html
 */
export const amazonLinuxPackages = (region: string) =>
  readThrough("ReadPackages", `al2023-repos-${region}-*/*`);
