-- When a visitor was linked to a backer, or to another one than before: whose facts are its own is read again.
-- params: none
CREATE TABLE IF NOT EXISTS changed_identity (
  visitor_id VARCHAR(1024) NOT NULL,
  -- Of the batch that brought the link.
  sequence BIGINT NOT NULL
);
