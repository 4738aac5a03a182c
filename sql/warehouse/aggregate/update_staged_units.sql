-- The units that are new or otherwise, each with why it is left out.
-- params: none
UPDATE staged_unit
SET reason = staged_reason.reason
FROM staged_reason
WHERE staged_unit.unit_number = staged_reason.unit_number;
