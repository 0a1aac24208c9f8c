import type { CaseGroup } from "../case";

/** What a foundation keeps. */
export const byHandInFoundation: CaseGroup = {
  title: "by hand, in a foundation",
  stack: "foundation-us-east-1",
  verdict: "DRIFTED",
  cases: [
    {
      title: "no versions of states any more",
      byHand: (state) => [
        [
          "s3",
          "put_bucket_versioning",
          {
            Bucket: state("aws_s3_bucket.state-bucket_this").bucket,
            VersioningConfiguration: { Status: "Suspended" },
          },
        ],
      ],
      findings: [
        "drift update aws_s3_bucket_versioning.state-bucket_versioning: versioning_configuration[0].status",
      ],
    },
    {
      title: "logs open to the public",
      byHand: (state) => [
        [
          "s3",
          "delete_public_access_block",
          { Bucket: state("aws_s3_bucket.log-bucket_this").bucket },
        ],
      ],
      findings: ["drift create aws_s3_bucket_public_access_block.log-bucket_public-access"],
    },
    {
      title: "states over connections without TLS",
      byHand: (state) => [
        [
          "s3",
          "put_bucket_policy",
          {
            Bucket: state("aws_s3_bucket.state-bucket_this").bucket,
            Policy: JSON.stringify({
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { AWS: "arn:aws:iam::111122223333:root" },
                  Action: "s3:*",
                  Resource: state("aws_s3_bucket.state-bucket_this").arn,
                },
              ],
            }),
          },
        ],
      ],
      findings: ["drift update aws_s3_bucket_policy.state-bucket_policy: policy"],
    },
    {
      title: "logs that never go",
      byHand: (state) => [
        [
          "s3",
          "delete_bucket_lifecycle",
          { Bucket: state("aws_s3_bucket.log-bucket_this").bucket },
        ],
      ],
      findings: ["drift create aws_s3_bucket_lifecycle_configuration.log-bucket_lifecycle"],
    },
    {
      title: "nobody writes down who reads states",
      byHand: (state) => [
        [
          "s3",
          "put_bucket_logging",
          {
            Bucket: state("aws_s3_bucket.state-bucket_this").bucket,
            BucketLoggingStatus: {},
          },
        ],
      ],
      findings: ["drift create aws_s3_bucket_logging.state-bucket_access-log"],
    },
    {
      title: "a tag on a bucket",
      byHand: (state) => [
        [
          "s3",
          "put_bucket_tagging",
          {
            Bucket: state("aws_s3_bucket.log-bucket_this").bucket,
            Tagging: {
              TagSet: [
                { Key: "Environment", Value: "shared" },
                { Key: "ProjectId", Value: "9" },
              ],
            },
          },
        ],
      ],
      findings: ["drift update aws_s3_bucket.log-bucket_this: tags.ProjectId, tags_all.ProjectId"],
    },
    {
      title: "refused traffic that isn't logged",
      byHand: (state) => [
        [
          "ec2",
          "delete_flow_logs",
          { FlowLogIds: [state("aws_flow_log.refused-traffic_this").id] },
        ],
      ],
      findings: ["drift create aws_flow_log.refused-traffic_this"],
    },
  ],
};

/** Of the seven, the one of a foundation. */
export const additionsInFoundation: CaseGroup = {
  title: "added by hand, in a foundation",
  stack: "foundation-us-east-1",
  verdict: "DRIFTED",
  cases: [
    {
      title: "CORS on the log bucket",
      byHand: (state) => [
        [
          "s3",
          "put_bucket_cors",
          {
            Bucket: state("aws_s3_bucket.log-bucket_this").bucket,
            CORSConfiguration: {
              CORSRules: [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"] }],
            },
          },
        ],
      ],
      findings: ["unmanaged addition aws_s3_bucket.log-bucket_this: cors_rule"],
    },
  ],
};

/** The same once an apply has refreshed the state. */
export const knownInFoundation: CaseGroup = {
  ...additionsInFoundation,
  title: "added by hand, in a foundation, and known to the state",
  isRefreshed: true,
};
