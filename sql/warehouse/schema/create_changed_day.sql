-- When rows of a day last came to a table of the log: what was read of that day before is read again. One row a day.
-- params: none
CREATE TABLE IF NOT EXISTS changed_day (
  -- `event` or `exposure`.
  relation VARCHAR(64) NOT NULL,
  -- UTC, of the rows' own time.
  day DATE NOT NULL,
  -- Of the batch that brought them.
  sequence BIGINT NOT NULL
);
