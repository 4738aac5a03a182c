-- For the loads and reports that ask by it.
-- params: none
CREATE INDEX IF NOT EXISTS event_distinct_id_time_index ON event (distinct_id, time);
