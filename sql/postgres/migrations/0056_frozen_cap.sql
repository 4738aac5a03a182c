-- What the values of all units at once were asked for: the percentile that a line is capped at, with the look that has frozen it
-- ({value, look}), and the order statistics of a quantile ({estimate, closed, alpha}). NULL elsewhere.
-- params: none
ALTER TABLE statistic
ADD COLUMN cap JSONB,
ADD COLUMN ranked JSONB;
