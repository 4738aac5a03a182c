-- Sessions that nobody can use any more.
-- params: now
DELETE FROM session
WHERE session.expires_at <= $1;
