-- A version of a fact, which waits for its check.
-- params: fact_key, version, name, description, sql, hash, scale, note, actor_kind, actor_id, actor_name, created_at
INSERT INTO fact_version (
  fact_key, version, name, description, sql, hash, scale, check_state,
  note, actor_kind, actor_id, actor_name, created_at
)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $9, $10, $11, $12);
