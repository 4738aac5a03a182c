-- Someone signs out.
-- params: token_hash
DELETE FROM session
WHERE session.token_hash = $1;
