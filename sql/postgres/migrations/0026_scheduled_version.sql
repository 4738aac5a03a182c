-- An experiment that is to start by the clock starts as it was when that was said; a definition written since is another.
-- NULL for flags, whose content is kept, and for what was scheduled before there was this column.
ALTER TABLE schedule
ADD COLUMN experiment_version INTEGER;
