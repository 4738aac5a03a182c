-- What units did before their exposure, beside what they did after it: sums that an adjusted effect (CUPED) and the comparison
-- of the time before are computed from, of all units so far and of those whose window is closed. NULL in readings from before,
-- and where the metric has no covariate.
-- params: none
ALTER TABLE statistic ADD COLUMN covariates JSONB;
