-- A feature: how many, revisions included.
-- params: none
COUNT(
  CASE
    WHEN /*{observed:fragment}*/
    THEN 1
  END
) AS /*{name:identifier}*/
