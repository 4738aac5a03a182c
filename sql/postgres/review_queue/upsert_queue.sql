-- A queue as it is from now on; what its cases were promised stays.
-- params: key, name, conditions, place, members, promise_minutes, margin_minutes, lease_minutes, review_minutes, at_due, updated_at, updated_by
INSERT INTO review_queue (
  key, name, conditions, place, members, promise_minutes, margin_minutes, lease_minutes, review_minutes, at_due,
  updated_at, updated_by
)
VALUES ($1, $2, $3::JSONB, $4, $5::TEXT[], $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (key) DO UPDATE SET
  name = EXCLUDED.name,
  conditions = EXCLUDED.conditions,
  place = EXCLUDED.place,
  members = EXCLUDED.members,
  promise_minutes = EXCLUDED.promise_minutes,
  margin_minutes = EXCLUDED.margin_minutes,
  lease_minutes = EXCLUDED.lease_minutes,
  review_minutes = EXCLUDED.review_minutes,
  at_due = EXCLUDED.at_due,
  updated_at = EXCLUDED.updated_at,
  updated_by = EXCLUDED.updated_by
