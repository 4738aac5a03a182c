-- For what takes a beginning of the integers.
-- params: none
CREATE INDEX IF NOT EXISTS integers_n_index ON integers (n);
