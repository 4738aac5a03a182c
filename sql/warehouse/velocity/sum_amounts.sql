-- A feature: their money, base minor units; a revision carries its difference, an unknown amount nothing.
-- params: none
CAST(
  COALESCE(
    SUM(
      CASE
        WHEN /*{observed:fragment}*/
        THEN observation.amount
      END
    ),
    0
  ) AS BIGINT
) AS /*{name:identifier}*/
