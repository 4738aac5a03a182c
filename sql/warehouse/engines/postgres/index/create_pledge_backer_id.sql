-- For the loads and reports that ask by it.
-- params: none
CREATE INDEX IF NOT EXISTS pledge_backer_id_index ON pledge (backer_id);
