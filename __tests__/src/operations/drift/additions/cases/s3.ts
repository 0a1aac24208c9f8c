import { accountId, type Case, region, xml } from "./case";

const address = "aws_s3_bucket.own";
const resources = { [address]: { bucket: "own" } };
const ofBucket = `--region ${region} --bucket own`;

function pageOf(root: string, thing: string): Case["page"] {
  return (things, next) => ({
    body: xml(
      root,
      `${things.map((each) => xml(thing, each)).join("")}${xml("IsTruncated", `${next !== undefined}`)}${xml("NextContinuationToken", next)}`,
    ),
  });
}

const configurations = [
  {
    kind: "Inventory",
    type: "aws_s3_bucket_inventory",
    path: "inventory[id=theirs]",
    more: "<Destination><S3BucketDestination><Bucket>arn:aws:s3:::theirs</Bucket></S3BucketDestination></Destination>",
    what: "An inventory, which writes the names of the objects to arn:aws:s3:::theirs",
    command: "delete-bucket-inventory-configuration",
  },
  {
    kind: "Analytics",
    type: "aws_s3_bucket_analytics_configuration",
    path: "analytics[id=theirs]",
    more: "",
    what: "An analysis of how objects are used, which may be written to another bucket",
    command: "delete-bucket-analytics-configuration",
  },
  {
    kind: "Metrics",
    type: "aws_s3_bucket_metric",
    path: "metrics[id=theirs]",
    more: "",
    what: "Metrics of requests, which are paid for",
    command: "delete-bucket-metrics-configuration",
  },
  {
    kind: "IntelligentTiering",
    type: "aws_s3_bucket_intelligent_tiering_configuration",
    path: "intelligent_tiering[id=theirs]",
    more: "",
    what: "An intelligent tiering, which may move objects to an archive",
    command: "delete-bucket-intelligent-tiering-configuration",
  },
].map(
  ({ kind, type, path, more, what, command }): Case => ({
    title: `a bucket's configuration of ${kind}`,
    resources: { ...resources, [`${type}.ours`]: { bucket: "own", name: "ours" } },
    action: `s3:Get${kind}Configuration`,
    operation: `ListBucket${kind}Configurations`,
    page: pageOf("Result", `${kind}Configuration`),
    left: { "of the code": "<Id>ours</Id>" },
    added: `<Id>theirs</Id>${more}`,
    later: `<Id>theirs</Id><Filter><Prefix>x</Prefix></Filter>`,
    addition: { address, path, what, remedy: `aws s3api ${command} ${ofBucket} --id theirs` },
    paged: true,
  }),
);

const grant = (id: string, permission: string) =>
  `<Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>${id}</ID></Grantee><Permission>${permission}</Permission></Grant>`;

export const s3Cases: readonly Case[] = [
  {
    title: "a bucket's only grant, for another account",
    resources: {
      ...resources,
      "aws_s3_bucket.granting": { bucket: "granting" },
      "aws_s3_bucket_acl.ours": { bucket: "granting" },
    },
    action: "s3:GetBucketAcl",
    page: (things) => ({
      body: xml(
        "AccessControlPolicy",
        `<Owner><ID>us</ID></Owner>${xml("AccessControlList", things.length === 0 ? grant("us", "FULL_CONTROL") : things.join(""))}`,
      ),
    }),
    left: {},
    added: grant("them", "READ"),
    later: grant("them", "FULL_CONTROL"),
    addition: {
      address,
      path: "grant[them]",
      what: "A grant of the bucket's access list: them has READ, and isn't its owner",
      remedy: `aws s3api put-bucket-acl ${ofBucket} --acl private`,
    },
    paged: false,
  },
  {
    title: "a bucket's notification",
    resources: {
      ...resources,
      "aws_s3_bucket.notifies": { bucket: "notifies" },
      "aws_s3_bucket_notification.ours": { bucket: "notifies" },
    },
    action: "s3:GetBucketNotification",
    operation: "GetBucketNotificationConfiguration",
    page: (things) => ({ body: xml("NotificationConfiguration", things.join("")) }),
    left: {},
    added:
      "<CloudFunctionConfiguration><Id>theirs</Id><CloudFunction>arn:aws:lambda:theirs</CloudFunction><Event>s3:ObjectCreated:*</Event></CloudFunctionConfiguration>",
    later:
      "<CloudFunctionConfiguration><Id>theirs</Id><CloudFunction>arn:aws:lambda:others</CloudFunction></CloudFunctionConfiguration>",
    addition: {
      address,
      path: "notification[id=theirs]",
      what: "A notification, which tells arn:aws:lambda:theirs of objects",
      remedy: `aws s3api put-bucket-notification-configuration ${ofBucket} --notification-configuration '{}'`,
    },
    paged: false,
  },
  {
    title: "a bucket's notification of EventBridge",
    resources,
    action: "s3:GetBucketNotification",
    operation: "GetBucketNotificationConfiguration",
    page: (things) => ({ body: xml("NotificationConfiguration", things.join("")) }),
    left: {},
    added: "<EventBridgeConfiguration></EventBridgeConfiguration>",
    content: '["EventBridge",{}]',
    addition: {
      address,
      path: "notification[id=EventBridge]",
      what: "A notification, which tells EventBridge of objects",
      remedy: `aws s3api put-bucket-notification-configuration ${ofBucket} --notification-configuration '{}'`,
    },
    paged: false,
  },
  ...configurations,
  {
    title: "a bucket's access point",
    resources: { ...resources, "aws_s3_access_point.ours": { bucket: "own", name: "ours" } },
    action: "s3:ListAccessPoints",
    page: (things, next) => ({
      body: xml(
        "ListAccessPointsResult",
        `${xml("AccessPointList", things.map((each) => xml("AccessPoint", each)).join(""))}${xml("NextToken", next)}`,
      ),
    }),
    left: { "of the code": "<Name>ours</Name>" },
    added: "<Name>theirs</Name><NetworkOrigin>Internet</NetworkOrigin>",
    later: "<Name>theirs</Name><NetworkOrigin>VPC</NetworkOrigin>",
    addition: {
      address,
      path: "access_point[name=theirs]",
      what: "An access point, whose policy may let others in (from: Internet)",
      remedy: `aws s3control delete-access-point --region ${region} --account-id ${accountId} --name theirs`,
    },
    paged: true,
  },
];
