-- Redshift's: what the clocks of one zone show when those of another show `moment`.
-- params: none
CREATE OR REPLACE MACRO convert_timezone(from_zone, to_zone, moment) AS
timezone(to_zone, timezone(from_zone, CAST(moment AS TIMESTAMP)));
