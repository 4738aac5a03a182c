-- Part of stage_units: exposures of days that have changed.
-- params: none
  INNER JOIN staged_day ON staged_day.block = 0
    AND CAST(exposure.time AS DATE) = staged_day.day
