-- Is anything stored that the pledges of this epoch do not see, and those of the next one shall? Only what is older than
-- every mark that nobody settled: one of them may be of the same body, whose unseen observation it then replaces.
-- params: epoch, oldest_unsettled
SELECT
  observation.epoch AS epoch
FROM observation
WHERE observation.epoch > $1
  AND ($2::BIGINT IS NULL OR observation.stamp < $2)
LIMIT 1
