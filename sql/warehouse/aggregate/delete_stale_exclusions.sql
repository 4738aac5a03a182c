-- What was found of units as they were: they are otherwise now, and looked at anew.
-- params: none
DELETE FROM staged_exclusion
WHERE staged_exclusion.unit_number IN (
  SELECT staged_unit.unit_number
  FROM staged_unit
);
