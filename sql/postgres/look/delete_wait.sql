-- A look that waited is taken.
-- params: experiment_key, cut
DELETE FROM look_wait
WHERE look_wait.experiment_key = $1
  AND look_wait.cut <= $2;
