-- The units that are new or otherwise: what they add to the sums changes.
-- params: none
INSERT INTO touched_unit (unit_number)
SELECT staged_unit.unit_number AS unit_number
FROM staged_unit;
