-- A feature: how many different values of another entity; observations without one do not count.
-- params: none
COUNT(
  DISTINCT CASE
    WHEN /*{observed:fragment}*/
    THEN observation./*{of:identifier}*/
  END
) AS /*{name:identifier}*/
