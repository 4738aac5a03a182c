-- Part of insert_sums: over units, of products of three: in 64 bits where these hold it, and else in 38 digits.
-- params: none
    CAST(COALESCE(SUM(
      CASE
        WHEN /*{tiny:fragment}*/
        THEN valued./*{left:identifier}*/ * valued./*{middle:identifier}*/ * valued./*{right:identifier}*/
      END
    ), 0) AS DECIMAL(38, 0))
    + CAST(COALESCE(SUM(
      CASE
        WHEN /*{small:fragment}*/ AND NOT (/*{tiny:fragment}*/)
        THEN CAST(valued./*{left:identifier}*/ AS DECIMAL(38, 0)) * CAST(valued./*{middle:identifier}*/ AS DECIMAL(38, 0))
          * CAST(valued./*{right:identifier}*/ AS DECIMAL(38, 0))
      END
    ), 0) AS DECIMAL(38, 0)) AS /*{name:identifier}*/
