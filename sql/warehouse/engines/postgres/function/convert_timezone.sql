-- Redshift's: what the clocks of one zone show when those of another show `moment`.
-- params: none
CREATE OR REPLACE FUNCTION convert_timezone(from_zone VARCHAR, to_zone VARCHAR, moment TIMESTAMP) RETURNS TIMESTAMP
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (moment AT TIME ZONE from_zone) AT TIME ZONE to_zone;
