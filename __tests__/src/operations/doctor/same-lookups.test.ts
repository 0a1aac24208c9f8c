import { expect, it, onTestFinished, vi } from "vitest";
import { MachineImage } from "../../../../src/constructs/compute/machine-image";
import { Certificate } from "../../../../src/constructs/networking/certificate";
import { DefaultNetwork } from "../../../../src/constructs/networking/default-network";
import { Aws } from "../../../../src/operations/doctor/aws";
import { certificateKeyTypes } from "../../../../src/systems/configuration/lookups";
import { imageLookup } from "../../../../src/systems/test-app/lookups";
import { environment } from "../../../support/environment";
import { ScriptedAws } from "../../../support/scripted-aws";
import { synthesize } from "../../../support/synthesized";
import { dummyCredentials, findIn } from "./examined-account";

async function asked() {
  const scripted = await ScriptedAws.before();
  vi.stubEnv("AWS_ENDPOINT_URL", scripted.url);
  vi.stubEnv("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true");
  const aws = new Aws("us-east-1", dummyCredentials);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    aws.destroy();
    await scripted[Symbol.asyncDispose]();
  });
  return { scripted, aws };
}

/** Of the last request, each with its first value. */
function filtersOf({ bodies }: ScriptedAws, operation: string) {
  const form = new URLSearchParams(bodies.get(operation));
  const indexes = [...form.keys()].flatMap((key) => /^Filter\.(\d+)\.Name$/.exec(key)?.[1] ?? []);
  return indexes.map((index) => ({
    name: form.get(`Filter.${index}.Name`),
    values: [form.get(`Filter.${index}.Value.1`)],
  }));
}

it.each([
  { owner: "self", name: "test-app-1" },
  { owner: "123456789012", id: "ami-0123456789abcdef0" },
  { owner: "amazon", newestNamed: "test-app-*", floatsBecause: "a test" },
])("the image is asked for as Terraform looks it up: %o", async (image) => {
  const { settings } = environment({ fleet: { machineImage: image } });
  const lookup = synthesize(
    (stack) => new MachineImage(stack, "image", imageLookup(settings)),
  ).only("aws_ami");
  const { scripted, aws } = await asked();
  scripted.answers("DescribeImages", { body: "<DescribeImagesResponse/>" });
  await findIn(aws, "machine-image", settings);

  const form = new URLSearchParams(scripted.bodies.get("DescribeImages"));
  expect(form.get("IncludeDeprecated")).toBe(String(lookup.include_deprecated));
  expect(form.getAll("Owner.1")).toEqual(lookup.owners);
  expect(filtersOf(scripted, "DescribeImages")).toEqual(lookup.filter);
});

it("the default VPC and its default subnets are asked for as Terraform looks them up", async () => {
  const { settings } = environment();
  const stack = synthesize((scope) => new DefaultNetwork(scope, "network", settings.fleet));
  const lookup = stack.named("aws_subnets", "network/all-subnets");
  const { scripted, aws } = await asked();
  const items = settings.fleet.instanceTypes.flatMap((type) =>
    ["us-east-1a", "us-east-1b"].map(
      (zone) => `<item><instanceType>${type}</instanceType><location>${zone}</location></item>`,
    ),
  );
  scripted.answers("DescribeInstanceTypeOfferings", {
    body: `<R><instanceTypeOfferingSet>${items.join("")}</instanceTypeOfferingSet></R>`,
  });
  scripted.answers("DescribeVpcs", {
    body: "<R><vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet></R>",
  });
  scripted.answers("DescribeSubnets", { body: "<R/>" });
  await findIn(aws, "zones", settings);

  expect(stack.only("aws_vpc").default).toBe(true);
  expect(filtersOf(scripted, "DescribeVpcs")).toEqual([{ name: "isDefault", values: ["true"] }]);
  expect(filtersOf(scripted, "DescribeSubnets")).toEqual([
    { ...lookup.filter[0], values: ["vpc-1"] },
    lookup.filter[1],
  ]);
  const [offerings] = stack.ofType("aws_ec2_instance_type_offerings");
  const asForm = new URLSearchParams(scripted.bodies.get("DescribeInstanceTypeOfferings"));
  expect(asForm.get("LocationType")).toBe(offerings?.location_type);
  expect(asForm.get("Filter.1.Name")).toBe(offerings?.filter[0].name);
});

it("the certificate is asked for as Terraform looks it up", async () => {
  const { settings } = environment();
  const lookup = synthesize(
    (stack) =>
      new Certificate(stack, "certificate", {
        domainName: settings.domain.name,
        keyTypes: certificateKeyTypes,
      }),
  ).only("aws_acm_certificate");
  const { scripted, aws } = await asked();
  const requests: any[] = [];
  scripted.answers("ListCertificates", (_, body) => {
    requests.push(JSON.parse(body));
    return { body: { CertificateSummaryList: [] } };
  });
  await findIn(aws, "certificate", settings);

  expect(requests[0]).toMatchObject({
    CertificateStatuses: lookup.statuses,
    Includes: { keyTypes: lookup.key_types },
  });
  // And once more in any status, to say what is wrong.
  expect(requests[1].CertificateStatuses).toBeUndefined();
});
