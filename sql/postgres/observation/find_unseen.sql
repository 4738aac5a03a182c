-- Is anything stored that the pledges of this epoch do not see, and those of the next one shall?
-- params: epoch
SELECT
  observation.epoch AS epoch
FROM observation
WHERE observation.epoch > $1
LIMIT 1
