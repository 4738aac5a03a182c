-- A company's own data: which files were imported and how far, their rows in the order of their times, and what could not
-- be read. Times named *_at of type BIGINT are µs since 1970 UTC; money is integer minor units.

CREATE TABLE import (
  id UUID PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('pledges', 'outcomes', 'events')),
  -- The file's path on the server, or what a program calls the rows that it gives.
  name TEXT NOT NULL,
  -- SHA-256 of the file's bytes, and of the mapping: the same file read in the same way counts once.
  checksum TEXT NOT NULL,
  mapping_hash TEXT NOT NULL,
  mapping JSONB NOT NULL,
  bytes BIGINT NOT NULL,
  -- NULL where a program gives the rows itself.
  job_id UUID,
  -- The epoch whose observations its pledges see beside their own import's; taken when the first of them is stamped.
  epoch BIGINT,
  -- How far it is; written in the transaction that writes the rows.
  position JSONB NOT NULL,
  counts JSONB NOT NULL,
  report JSONB,
  created_by TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  finished_at TIMESTAMPTZ,
  UNIQUE (kind, checksum, mapping_hash)
);
CREATE INDEX import_recent ON import (created_at DESC);

-- What a line brought, in the order in which it became known: this order gives the stamps. Kept for a replay of features.
CREATE TABLE import_row (
  import_id UUID NOT NULL REFERENCES import (id),
  -- Of a pledge its own time, of an outcome or label when it became known.
  known_at BIGINT NOT NULL,
  line BIGINT NOT NULL,
  -- 0 the pledge or outcome of the line, 1 its label.
  part SMALLINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('pledge', 'outcome', 'label')),
  pledge_id TEXT NOT NULL,
  occurred_at BIGINT NOT NULL,
  -- Of an outcome its kind, of a label the label.
  category TEXT,
  -- Of a pledge: its whole amount in the company's currency.
  base_amount BIGINT,
  -- Of a pledge: SHA-256 of the canonical request.
  body_hash TEXT,
  ip TEXT,
  ip_network TEXT,
  device TEXT,
  card TEXT,
  bin TEXT,
  backer TEXT,
  email TEXT,
  address TEXT,
  project TEXT,
  creator TEXT,
  -- JSON: of a pledge the request that its columns make, and facts beside it; of an outcome its fields. Of a label who says so.
  body TEXT,
  PRIMARY KEY (import_id, known_at, line, part)
);

-- Lines that could not be read: which rule they break, never what they hold.
CREATE TABLE import_quarantine (
  import_id UUID NOT NULL REFERENCES import (id),
  line BIGINT NOT NULL,
  -- The column or our name for it; NULL where the line itself is broken.
  field TEXT,
  rule TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (import_id, line)
);

CREATE FUNCTION analyze_observations() RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  ANALYZE observation;
END
$$;

-- A page of an import's rows in their order, with their stamps. A stamp is max(own time, last + 1), `last` that of the row
-- before the page: of the i-th row, i + the greatest of (last, time - place) up to it.
CREATE FUNCTION list_stamped_rows(
  import_of UUID, after_known_at BIGINT, after_line BIGINT, after_part SMALLINT, row_limit INTEGER, last_stamp BIGINT
) RETURNS TABLE (
  known_at BIGINT, line BIGINT, part SMALLINT, kind TEXT, pledge_id TEXT, occurred_at BIGINT, category TEXT,
  base_amount BIGINT, body_hash TEXT, ip TEXT, ip_network TEXT, device TEXT, card TEXT, bin TEXT, backer TEXT,
  email TEXT, address TEXT, project TEXT, creator TEXT, body TEXT, stamp BIGINT
) LANGUAGE sql STABLE ROWS 10000 AS $$
  WITH page AS (
    SELECT
      import_row.known_at AS known_at,
      import_row.line AS line,
      import_row.part AS part,
      import_row.kind AS kind,
      import_row.pledge_id AS pledge_id,
      import_row.occurred_at AS occurred_at,
      import_row.category AS category,
      import_row.base_amount AS base_amount,
      import_row.body_hash AS body_hash,
      import_row.ip AS ip,
      import_row.ip_network AS ip_network,
      import_row.device AS device,
      import_row.card AS card,
      import_row.bin AS bin,
      import_row.backer AS backer,
      import_row.email AS email,
      import_row.address AS address,
      import_row.project AS project,
      import_row.creator AS creator,
      import_row.body AS body
    FROM import_row
    WHERE import_row.import_id = import_of
      AND (import_row.known_at, import_row.line, import_row.part) > (after_known_at, after_line, after_part)
    ORDER BY import_row.known_at ASC, import_row.line ASC, import_row.part ASC
    LIMIT row_limit
  ),

  placed AS (
    SELECT
      page.known_at AS known_at,
      page.line AS line,
      page.part AS part,
      page.kind AS kind,
      page.pledge_id AS pledge_id,
      page.occurred_at AS occurred_at,
      page.category AS category,
      page.base_amount AS base_amount,
      page.body_hash AS body_hash,
      page.ip AS ip,
      page.ip_network AS ip_network,
      page.device AS device,
      page.card AS card,
      page.bin AS bin,
      page.backer AS backer,
      page.email AS email,
      page.address AS address,
      page.project AS project,
      page.creator AS creator,
      page.body AS body,
      ROW_NUMBER() OVER (ORDER BY page.known_at ASC, page.line ASC, page.part ASC) AS place
    FROM page
  )

  SELECT
    placed.known_at AS known_at,
    placed.line AS line,
    placed.part AS part,
    placed.kind AS kind,
    placed.pledge_id AS pledge_id,
    placed.occurred_at AS occurred_at,
    placed.category AS category,
    placed.base_amount AS base_amount,
    placed.body_hash AS body_hash,
    placed.ip AS ip,
    placed.ip_network AS ip_network,
    placed.device AS device,
    placed.card AS card,
    placed.bin AS bin,
    placed.backer AS backer,
    placed.email AS email,
    placed.address AS address,
    placed.project AS project,
    placed.creator AS creator,
    placed.body AS body,
    placed.place + GREATEST(
      last_stamp,
      MAX(placed.known_at - placed.place) OVER (ORDER BY placed.place ASC ROWS UNBOUNDED PRECEDING)
    ) AS stamp
  FROM placed
$$;
