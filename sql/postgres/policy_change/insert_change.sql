-- A change that waits for somebody else.
-- params: id, content, expectation, proposed_by, proposed_at
INSERT INTO policy_change (id, content, expectation, state, proposed_by, proposed_at)
VALUES ($1, $2::JSONB, $3::JSONB, 'waiting', $4::JSONB, $5)
