-- Every old value, exactly.
-- params: none
UPDATE /*{table:fragment}*/
SET /*{wider:identifier}*/ = CAST(/*{column:identifier}*/ AS /*{type:fragment}*/);
