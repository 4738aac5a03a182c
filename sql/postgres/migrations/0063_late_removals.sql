-- An entry that is taken from a list touches the pledges that it named, as one that is made does; and whom a fraud touches by
-- its device is found without reading every answer.

ALTER TABLE late_signal
DROP CONSTRAINT late_signal_kind_check,
ADD CONSTRAINT late_signal_kind_check
CHECK (kind IN ('known_fraud', 'list_entry', 'list_removal', 'geo_database'));

CREATE INDEX assessment_device ON assessment (device, occurred_at) WHERE device IS NOT NULL AND latest;
