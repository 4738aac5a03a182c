-- Gives an import's observations the epoch that opens next, in one statement.
-- params: origin
UPDATE observation
SET epoch = COALESCE((SELECT MAX(velocity_epoch.epoch) FROM velocity_epoch), 0) + 1
WHERE observation.origin = $1
  AND observation.epoch IS NULL
