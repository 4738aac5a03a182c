-- The rows of a table of summary statistics, as they stand there.
-- params: path
SELECT
  /*{day:fragment}*/ AS day,
  /*{variant:fragment}*/ AS variant,
  /*{metric:fragment}*/ AS metric,
  /*{n:fragment}*/ AS n,
  /*{mean:fragment}*/ AS mean,
  /*{sd:fragment}*/ AS sd,
  /*{sum:fragment}*/ AS sum,
  /*{sum_of_squares:fragment}*/ AS sum_of_squares
FROM /*{reader:identifier}*/($1, /*{options:fragment}*/) AS source
LIMIT /*{most:integer}*/;
