-- A batch may be one table of a company as it was on a day: its columns, key and mode (contracts/src/snapshot.ts).
ALTER TABLE bucket_batch ADD COLUMN snapshot JSONB;
