-- For the loads and reports that ask by it.
-- params: none
CREATE INDEX IF NOT EXISTS pledge_pledge_id_index ON pledge (pledge_id);
