-- Drop the days whose identities no event can repeat any more, and the bodies that every sink has passed.
-- params: identities_before, bodies_before
SELECT
  drop_event_identities($1::DATE) AS identity_days,
  drop_event_bodies($2::DATE) AS body_days;
