-- The standard's TRIM under the name that the other engines have for it.
-- params: none
CREATE OR REPLACE MACRO btrim(value) AS
TRIM(value),
(value, letters) AS
TRIM(value, letters);
