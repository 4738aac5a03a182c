-- Each load asks for the last batch.
-- params: none
CREATE INDEX IF NOT EXISTS loaded_batch_sequence_index ON loaded_batch (sequence);
