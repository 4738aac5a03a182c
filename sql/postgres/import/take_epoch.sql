-- Which epoch do the pledges of this import see beside its own observations? The one of its first time here.
-- params: id
UPDATE import
SET epoch = COALESCE(import.epoch, (SELECT MAX(velocity_epoch.epoch) FROM velocity_epoch), 0)
WHERE import.id = $1
RETURNING import.epoch AS epoch
