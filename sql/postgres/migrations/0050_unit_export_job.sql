-- Why there is no file is told by the job that was to make it: what an attempt wrote beside it said "failed" while the next one
-- ran, and was written by workers that had lost their job to another.
-- params: none
ALTER TABLE unit_export DROP COLUMN error;
