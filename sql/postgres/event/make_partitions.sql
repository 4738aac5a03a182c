-- Make the days that the log needs: identities as far back as an event may be, bodies around the day of receipt.
-- params: first_identity_day, first_body_day, last_day
SELECT
  make_event_partitions('event_identity', $1::DATE, $3::DATE) AS identities,
  make_event_partitions('event_body', $2::DATE, $3::DATE) AS bodies;
