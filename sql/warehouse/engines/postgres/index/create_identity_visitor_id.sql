-- For the loads and reports that ask by it.
-- params: none
CREATE INDEX IF NOT EXISTS identity_visitor_id_index ON "identity" (visitor_id);
