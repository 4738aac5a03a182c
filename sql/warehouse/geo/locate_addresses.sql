-- Where were addresses, each at a moment? One row a place in the lists and kind of geography that knows it. The lists are texts
-- with commas, of the same length; an empty place is an address of the other version of IP.
-- params: ip4, ip6, moments, places
WITH asked AS (
  SELECT
    1 AS meeting,
    integers.n AS place,
    CAST(NULLIF(SPLIT_PART(CAST($1 AS VARCHAR(65535)), ',', CAST(integers.n + 1 AS INTEGER)), '') AS BIGINT) AS ip4,
    NULLIF(SPLIT_PART(CAST($2 AS VARCHAR(65535)), ',', CAST(integers.n + 1 AS INTEGER)), '') AS ip6,
    CAST(SPLIT_PART(CAST($3 AS VARCHAR(65535)), ',', CAST(integers.n + 1 AS INTEGER)) AS TIMESTAMP) AS moment
  FROM integers
  WHERE integers.n < CAST($4 AS BIGINT)
),

/*{matched:fragment}*/;
