-- Which addresses were made for looks of an experiment, newest first?
-- params: experiment_key
SELECT
  share_link.id AS id,
  share_link.experiment_key AS experiment,
  share_link.look_number AS look,
  share_link.note AS note,
  share_link.created_by AS created_by,
  share_link.created_at AS created_at,
  share_link.expires_at AS expires_at,
  share_link.revoked_by AS revoked_by,
  share_link.revoked_at AS revoked_at,
  share_link.reads AS reads,
  share_link.last_read_at AS last_read_at
FROM share_link
WHERE share_link.experiment_key = $1
ORDER BY share_link.id DESC;
