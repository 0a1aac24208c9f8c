import { expiresSooner } from "./expiry";
import { anyOf, gone, guarded, lowered, removal, turnedOff, turnedOn } from "./rule";

/** What could bring something back, or tell what was, is kept for a shorter time, or not at all. */
export const backupShortened = anyOf(
  guarded([
    {
      attribute: /^backup_retention_period$/,
      isWeaker: (before, after) => lowered(before, after) || gone(before, after),
      says: "a mistake that is found later can't be undone",
    },
    {
      attribute: /^delete_automated_backups$/,
      isWeaker: turnedOn,
      says: "its backups go with it",
    },
    {
      attribute: /^copy_tags_to_snapshot$|^point_in_time_recovery\.enabled$/,
      isWeaker: turnedOff,
      says: "a backup is missing, or nobody finds it",
    },
    {
      attribute: /^retention_in_days$/,
      isWeaker: (before, after, { action }) =>
        Number(after) > 0 && (lowered(before, after) || (action !== "added" && !Number(before))),
      says: "AWS deletes what is older at once",
    },
    {
      attribute: /^versioning_configuration\.status$/,
      isWeaker: turnedOff,
      says: "what is deleted or written over is lost",
    },
  ]),
  expiresSooner,
  removal({
    aws_s3_bucket_versioning: "what is deleted or written over is lost",
    aws_backup_plan: "nothing is backed up",
    aws_backup_selection: "nothing is backed up",
    aws_db_instance_automated_backups_replication: "there is no backup in another region",
  }),
);
