-- Redshift's: the text of a field of a JSON object, whatever the field is called.
-- params: none
CREATE OR REPLACE FUNCTION json_extract_path_text(document VARCHAR, field VARCHAR) RETURNS VARCHAR
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CAST(document AS JSON) ->> field;
