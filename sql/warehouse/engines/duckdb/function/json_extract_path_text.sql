-- Redshift's: the text of a field of a JSON object, whatever the field is called.
-- params: none
CREATE OR REPLACE MACRO json_extract_path_text(document, field) AS
json_extract_string(document, concat('$."', field, '"'));
