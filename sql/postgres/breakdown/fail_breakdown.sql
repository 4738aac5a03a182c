-- Why there is no answer.
-- params: id, error
UPDATE experiment_breakdown
SET error = $2
WHERE experiment_breakdown.id = $1
  AND experiment_breakdown.answered_at IS NULL;
