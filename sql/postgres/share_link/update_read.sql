-- Which look is read at an address that is good, counting that it was.
-- params: token_hash, now
UPDATE share_link
SET
  reads = reads + 1,
  last_read_at = $2
WHERE token_hash = $1
  AND revoked_at IS NULL
  AND expires_at > $2
RETURNING
  experiment_key AS experiment,
  look_number AS look,
  expires_at AS expires_at;
