-- For the loads and reports that ask by it.
-- params: none
CREATE INDEX IF NOT EXISTS event_name_time_index ON event (name, time);
