-- What does a company's table hold?
-- params: none
SELECT
/*{columns:fragment}*/
FROM /*{table:fragment}*/
