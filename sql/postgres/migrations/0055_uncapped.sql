-- Capped lines as they would be without their cap, with how many units it is for, and what skewness is made of: for effects side
-- by side, and for where a normal interval is not to be trusted. NULL in readings from before, and where a line has no such thing.
-- params: none
ALTER TABLE statistic
ADD COLUMN uncapped JSONB,
ADD COLUMN shape JSONB;
