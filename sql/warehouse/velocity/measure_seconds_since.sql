-- A feature: seconds from the latest one to the window's end; NULL, unknown, if there is none.
-- params: none
CAST(
  pledge.window_end - MAX(
    CASE
      WHEN /*{observed:fragment}*/
      THEN observation.occurred_at
    END
  ) AS DOUBLE PRECISION
) / 1000000 AS /*{name:identifier}*/
