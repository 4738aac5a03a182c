-- How far has the cursor column of a company's table come?
-- params: none
SELECT MAX(/*{cursor:identifier}*/) AS greatest
FROM /*{table:fragment}*/
