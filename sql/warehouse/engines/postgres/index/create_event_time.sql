-- For the loads and reports that ask by it.
-- params: none
CREATE INDEX IF NOT EXISTS event_time_index ON event (time);
