import type { RestorePoint } from "../../../src/operations/aws/images/restore-point";
import { runIdTag } from "../../../src/operations/aws/images/restore-point";
import type { World } from "./world";

/** EC2's query API as far as restore points and the way back to one need it. */
export const ec2Operations = [
  "CreateImage",
  "DescribeImages",
  "DeregisterImage",
  "DescribeLaunchTemplateVersions",
  "CreateLaunchTemplateVersion",
] as const;
export type Ec2Operation = (typeof ec2Operations)[number];

export const isEc2 = (operation: string): operation is Ec2Operation =>
  ec2Operations.some((each) => each === operation);

/** The whole answer; undefined where EC2 says that the name is in use. */
export function ec2Answer(world: World, operation: Ec2Operation, form: Record<string, string>) {
  const { images } = world;
  switch (operation) {
    case "CreateImage": {
      const made = images.create(
        {
          instanceId: form.InstanceId ?? "",
          name: form.Name ?? "",
          description: form.Description ?? "",
          tags: tagsIn(form, "TagSpecification.1.Tag"),
        },
        world.clock.now(),
      );
      return made && response(operation, `<imageId>${made.imageId}</imageId>`);
    }
    case "DescribeImages": {
      const points = images.restorePoints(form["Filter.1.Value.1"] ?? "");
      return response(operation, items("imagesSet", points.map(imageXml)));
    }
    case "DeregisterImage":
      images.remove(form.ImageId ?? "");
      return response(operation, "<return>true</return>");
    case "DescribeLaunchTemplateVersions": {
      const asked = valuesIn(form, "LaunchTemplateVersion");
      const found = images.inVersions(asked);
      const each = found.map(
        ({ version, imageId, createdAt }) =>
          `<versionNumber>${version}</versionNumber><createTime>${new Date(createdAt).toISOString()}</createTime><launchTemplateData><imageId>${imageId}</imageId></launchTemplateData>`,
      );
      return response(operation, items("launchTemplateVersionSet", each));
    }
    case "CreateLaunchTemplateVersion": {
      const made = images.createVersion(
        form["LaunchTemplateData.ImageId"] ?? "",
        form.ClientToken ?? "",
        world.clock.now(),
      );
      const version = `<versionNumber>${made}</versionNumber>`;
      return response(operation, `<launchTemplateVersion>${version}</launchTemplateVersion>`);
    }
  }
}

export function ec2Error(code: string, message: string): string {
  return `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>1</RequestID></Response>`;
}

function imageXml(point: RestorePoint): string {
  const snapshot = point.hasSnapshots ? "<snapshotId>snap-0123456789abcdef0</snapshotId>" : "";
  const reason =
    point.stateReason === null
      ? ""
      : `<stateReason><message>${point.stateReason}</message></stateReason>`;
  const volume = `<deviceName>/dev/xvda</deviceName><ebs>${snapshot}</ebs>`;
  const tag = `<key>${runIdTag}</key><value>${point.runId}</value>`;
  return `<imageId>${point.imageId}</imageId><name>${point.name}</name><imageState>${point.state}</imageState>${reason}<creationDate>${point.createdAt}</creationDate>${items("blockDeviceMapping", [volume])}${items("tagSet", [tag])}`;
}

function response(operation: string, content: string): string {
  return `<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>1</requestId>${content}</${operation}Response>`;
}

function items(list: string, each: readonly string[]): string {
  return `<${list}>${each.map((item) => `<item>${item}</item>`).join("")}</${list}>`;
}

function valuesIn(form: Record<string, string>, name: string): string[] {
  return Object.entries(form)
    .filter(([key]) => new RegExp(`^${name}\\.\\d+$`).test(key))
    .map(([, value]) => value);
}

function tagsIn(form: Record<string, string>, name: string): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let nth = 1; form[`${name}.${nth}.Key`] !== undefined; nth += 1)
    tags[form[`${name}.${nth}.Key`] ?? ""] = form[`${name}.${nth}.Value`] ?? "";
  return tags;
}
