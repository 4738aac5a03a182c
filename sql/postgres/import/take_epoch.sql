-- Which epoch do the pledges of this import see beside its own observations? The greatest that any observation has when this
-- is asked first: a complete import has the next epoch before Redis has been told.
-- params: id
UPDATE import
SET epoch = COALESCE(
  import.epoch,
  GREATEST(
    (SELECT MAX(velocity_epoch.epoch) FROM velocity_epoch),
    (SELECT MAX(observation.epoch) FROM observation),
    0
  )
)
WHERE import.id = $1
RETURNING import.epoch AS epoch
