-- Facts of projects, many at once; of a project told twice the last word counts.
-- params: rows, updated_at
INSERT INTO project_fact (project_id, creator_id, launched_at, deadline, goal, currency, state, updated_at)
SELECT DISTINCT ON (given.project_id)
  given.project_id AS project_id,
  given.creator_id AS creator_id,
  given.launched_at AS launched_at,
  given.deadline AS deadline,
  given.goal AS goal,
  given.currency AS currency,
  given.state AS state,
  $2::TIMESTAMPTZ AS updated_at
FROM JSONB_TO_RECORDSET($1::JSONB) AS given (
  place INTEGER, project_id TEXT, creator_id TEXT, launched_at TIMESTAMPTZ, deadline TIMESTAMPTZ, goal BIGINT,
  currency TEXT, state TEXT
)
ORDER BY given.project_id, given.place DESC
ON CONFLICT (project_id) DO UPDATE SET
  creator_id = EXCLUDED.creator_id,
  launched_at = EXCLUDED.launched_at,
  deadline = EXCLUDED.deadline,
  goal = EXCLUDED.goal,
  currency = EXCLUDED.currency,
  state = EXCLUDED.state,
  updated_at = EXCLUDED.updated_at
