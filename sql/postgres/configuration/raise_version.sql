-- The configuration changes with this transaction: a higher version, and word of it to every process at the commit.
-- The row's lock orders concurrent changes. Each version has a time of its own, to the millisecond: clients tell versions
-- apart by it.
-- params: changed_at
WITH raised AS (
  UPDATE configuration_version
  SET
    version = configuration_version.version + 1,
    changed_at = greatest($1, configuration_version.changed_at + INTERVAL '1 millisecond')
  RETURNING configuration_version.version AS version
)
SELECT
  raised.version AS version,
  pg_notify('configuration', raised.version::TEXT) AS notified
FROM raised;
