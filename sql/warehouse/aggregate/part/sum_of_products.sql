-- Part of insert_sums: over units, of squares and products. Those that 64 bits hold for sure are made in 64 bits, which takes a
-- fraction of the time, and the few others in 38 digits.
-- params: none
    CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued./*{left:identifier}*/) <= 3000000000 AND ABS(valued./*{right:identifier}*/) <= 3000000000
        THEN valued./*{left:identifier}*/ * valued./*{right:identifier}*/
      END
    ), 0) AS DECIMAL(38, 0))
    + CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued./*{left:identifier}*/) > 3000000000 OR ABS(valued./*{right:identifier}*/) > 3000000000
        THEN CAST(valued./*{left:identifier}*/ AS DECIMAL(38, 0)) * CAST(valued./*{right:identifier}*/ AS DECIMAL(38, 0))
      END
    ), 0) AS DECIMAL(38, 0)) AS /*{name:identifier}*/
