-- How far the aggregate of an experiment is: one row an experiment, written in the transaction of what it tells.
-- params: none
CREATE TABLE IF NOT EXISTS experiment_aggregate (
  experiment VARCHAR(1024) NOT NULL,
  -- Of all that decides which units and facts are read; another one is read from the beginning.
  reading VARCHAR(64) NOT NULL,
  -- Of what is made of them: lines and caps; another one is summed from the beginning.
  summing VARCHAR(64) NOT NULL,
  -- What happened before this has been read.
  data_through TIMESTAMP NOT NULL,
  -- Its day in the company's reporting zone.
  through_day DATE NOT NULL,
  -- The last batch that was loaded then.
  sequence BIGINT NOT NULL
);
