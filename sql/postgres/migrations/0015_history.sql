-- The searchable history: how far each build of it is, which visitor became which backer, what could not be taken; and the
-- documents themselves, where no Elasticsearch has them.

-- One row a build of a store. The live one follows the closed batches; a rebuild makes the next one beside it.
CREATE TABLE history_generation (
  store TEXT NOT NULL CHECK (store IN ('postgres', 'elasticsearch')),
  generation INTEGER NOT NULL,
  -- `built` has caught up and waits for the sink, which alone writes to the live one, to put it in its place.
  state TEXT NOT NULL CHECK (state IN ('building', 'built', 'live', 'retired')),
  -- The last closed batch that is in whole, and how many lines of the one after it are in.
  sequence BIGINT NOT NULL DEFAULT 0,
  lines BIGINT NOT NULL DEFAULT 0,
  -- The rebuild's.
  job_id UUID,
  begun_at TIMESTAMPTZ NOT NULL,
  retired_at TIMESTAMPTZ,
  PRIMARY KEY (store, generation)
);
CREATE UNIQUE INDEX history_generation_live ON history_generation (store) WHERE state = 'live';
CREATE UNIQUE INDEX history_generation_next ON history_generation (store) WHERE state IN ('building', 'built');

-- The first event in the order of the log that carries both ids links them; never linked again.
CREATE TABLE history_link (
  live BOOLEAN NOT NULL,
  visitor TEXT NOT NULL,
  backer TEXT NOT NULL,
  PRIMARY KEY (live, visitor)
);
CREATE INDEX history_link_backer ON history_link (live, backer);

-- Lines that were no document, and documents that the store would not take. A line counts once in a generation.
CREATE TABLE history_refused (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  store TEXT NOT NULL,
  generation INTEGER NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  document_id TEXT,
  object TEXT NOT NULL,
  -- From 1; 0 for the object as a whole.
  line BIGINT NOT NULL,
  rule TEXT NOT NULL,
  detail TEXT NOT NULL,
  -- The beginning of the line; NULL where it may hold a card number.
  text TEXT,
  UNIQUE (store, generation, object, line),
  FOREIGN KEY (store, generation) REFERENCES history_generation (store, generation) ON DELETE CASCADE
);

-- The documents in Postgres: by generation, and within it by the UTC month of their own time, so that a generation or a
-- month goes at once. A unique index must hold both, and a document that comes again has the same time.
CREATE TABLE history_document (
  generation INTEGER NOT NULL,
  time TIMESTAMPTZ NOT NULL,
  id UUID NOT NULL,
  -- Counts the writes of its generation: a listing goes on among what was there when it began.
  arrival BIGINT NOT NULL,
  live BOOLEAN NOT NULL,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  name TEXT NOT NULL,
  distinct_id TEXT,
  backer TEXT,
  actors TEXT[] NOT NULL,
  ip INET,
  country TEXT,
  device TEXT,
  card TEXT,
  email TEXT,
  project TEXT,
  pledge TEXT,
  revision INTEGER,
  risk_score DOUBLE PRECISION,
  risk_level TEXT,
  disposition TEXT,
  reasons TEXT[] NOT NULL,
  category TEXT,
  amount BIGINT,
  currency TEXT,
  base_amount BIGINT,
  -- Its words as they were folded, and `=name=value` for each property: no configuration of Postgres' own has a say.
  words TSVECTOR NOT NULL,
  properties JSONB NOT NULL,
  PRIMARY KEY (generation, time, id)
) PARTITION BY LIST (generation);
CREATE INDEX history_document_words ON history_document USING gin (words);
CREATE INDEX history_document_actors ON history_document USING gin (actors);
CREATE INDEX history_document_ip ON history_document (ip) WHERE ip IS NOT NULL;
CREATE INDEX history_document_device ON history_document (device) WHERE device IS NOT NULL;
CREATE INDEX history_document_card ON history_document (card) WHERE card IS NOT NULL;
CREATE INDEX history_document_email ON history_document (email) WHERE email IS NOT NULL;
CREATE INDEX history_document_project ON history_document (project, time) WHERE project IS NOT NULL;
CREATE INDEX history_document_pledge ON history_document (pledge) WHERE pledge IS NOT NULL;
CREATE INDEX history_document_disposition ON history_document (disposition, time) WHERE disposition IS NOT NULL;

-- Of each generation that there is, how many writes it has had.
CREATE TABLE history_build (
  generation INTEGER PRIMARY KEY,
  arrival BIGINT NOT NULL DEFAULT 0
);

-- What questions go to.
CREATE TABLE history_published (
  single BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (single),
  generation INTEGER NOT NULL REFERENCES history_build (generation)
);

-- Makes a generation and the months of it that are not there yet. Most often all are: then nobody waits for anybody.
CREATE FUNCTION make_history_months(generation INTEGER, months DATE[]) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  build TEXT := 'history_document_' || generation;
  month DATE;
  name TEXT;
BEGIN
  IF to_regclass(build) IS NULL THEN
    PERFORM pg_advisory_xact_lock(hashtext('history_months'));
    INSERT INTO history_build (generation) VALUES (make_history_months.generation) ON CONFLICT DO NOTHING;
    EXECUTE format(
      'CREATE TABLE IF NOT EXISTS %I PARTITION OF history_document FOR VALUES IN (%L) PARTITION BY RANGE (time)',
      build, generation
    );
  END IF;
  FOREACH month IN ARRAY months LOOP
    name := build || '_' || to_char(month, 'YYYYMM');
    IF to_regclass(name) IS NULL THEN
      PERFORM pg_advisory_xact_lock(hashtext('history_months'));
      EXECUTE format(
        'CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
        name, build, to_char(month, 'YYYY-MM-DD') || ' 00:00+00',
        to_char(month + INTERVAL '1 month', 'YYYY-MM-DD') || ' 00:00+00'
      );
    END IF;
  END LOOP;
END
$$;

-- Drops whole generations but these, and of these the months before `first_month`; returns how many tables went.
CREATE FUNCTION drop_history(generations INTEGER[], first_month DATE) RETURNS INTEGER LANGUAGE plpgsql AS $$
DECLARE
  build RECORD;
  month TEXT;
  dropped INTEGER := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('history_months'));
  FOR build IN SELECT history_build.generation AS generation FROM history_build LOOP
    IF build.generation = ANY(generations) THEN
      FOR month IN
        SELECT child.relname
        FROM pg_inherits
        INNER JOIN pg_class AS child ON child.oid = pg_inherits.inhrelid
        WHERE pg_inherits.inhparent = to_regclass('history_document_' || build.generation)
          AND CASE
            WHEN child.relname ~ '_[0-9]{6}$' THEN to_date(right(child.relname, 6), 'YYYYMM') < first_month
            ELSE FALSE
          END
      LOOP
        EXECUTE format('DROP TABLE %I', month);
        dropped := dropped + 1;
      END LOOP;
    ELSIF NOT EXISTS (SELECT FROM history_published WHERE history_published.generation = build.generation) THEN
      EXECUTE format('DROP TABLE IF EXISTS %I', 'history_document_' || build.generation);
      DELETE FROM history_build WHERE history_build.generation = build.generation;
      dropped := dropped + 1;
    END IF;
  END LOOP;
  RETURN dropped;
END
$$;
