import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "../accepted-findings";

export interface SessionPreferencesProps {
  /** Encrypted with a key of one's own, or sessions are refused. */
  readonly logGroupName: string;
  /** What must be there before the first session. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * Session Manager's preferences of the region: what people see and type on an instance is written to a log group while
 * they do, and a session that can't be logged doesn't begin. Systems Manager knows the document by its name. Sessions
 * that only forward a port or carry SSH have nothing that it could log.
 *
 * A document of sessions can't change: another content replaces it.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html
 */
export class SessionPreferences extends Construct {
  constructor(scope: Construct, id: string, { logGroupName, dependsOn }: SessionPreferencesProps) {
    super(scope, id);

    const document = new SsmDocument(this, "this", {
      name: "SSM-SessionManagerRunShell",
      documentType: "Session",
      documentFormat: "JSON",
      content: JSON.stringify({
        schemaVersion: "1.0",
        description: `Session Manager logs to ${logGroupName}`,
        sessionType: "Standard_Stream",
        inputs: {
          cloudWatchLogGroupName: logGroupName,
          cloudWatchEncryptionEnabled: true,
          cloudWatchStreamingEnabled: true,
          s3BucketName: "",
          s3KeyPrefix: "",
          s3EncryptionEnabled: true,
          kmsKeyId: "",
          runAsEnabled: false,
          runAsDefaultUser: "",
          shellProfile: { linux: "", windows: "" },
        },
      }),
      dependsOn: [...dependsOn],
    });
    acceptFindings(document, {
      CKV_AWS_112:
        "TLS encrypts a session already, and a key beside it would keep out whoever may not use it when it is urgent",
    });
  }
}
