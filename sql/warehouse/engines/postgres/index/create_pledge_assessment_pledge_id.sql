-- For the loads and reports that ask by it.
-- params: none
CREATE INDEX IF NOT EXISTS pledge_assessment_pledge_id_index ON pledge_assessment (pledge_id);
