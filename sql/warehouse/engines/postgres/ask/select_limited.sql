-- A question, within a number of rows that it cannot leave: one more than is wanted tells that there are more.
-- params: none
SELECT asked.*
FROM (
/*{question:fragment}*/
) AS asked
LIMIT /*{rows:integer}*/;
