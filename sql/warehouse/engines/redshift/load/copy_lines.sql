-- The lines of the objects that a manifest names, appended to a table; each column takes the field of its name.
-- params: none
COPY /*{table:fragment}*/ (
/*{columns:fragment}*/
)
FROM /*{manifest:fragment}*/
IAM_ROLE /*{role:fragment}*/
MANIFEST
FORMAT AS JSON 'auto'
TIMEFORMAT /*{time_format:fragment}*/
/*{compression:fragment}*/;
