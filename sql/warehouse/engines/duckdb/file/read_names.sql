-- Which columns does a file have?
-- params: path
SELECT *
FROM /*{reader:identifier}*/($1, /*{options:fragment}*/)
LIMIT 0;
