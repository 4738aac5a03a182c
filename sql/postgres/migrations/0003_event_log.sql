-- The durable log of events, what was refused, the sinks that follow the log, and the batches that lie in buckets.
-- Times named `time` of type BIGINT are ms since 1970 UTC, as clients send them.

-- What has been seen. A unique index must hold the partition key, and a repeat has the same time: partitioned by the UTC day
-- of the event's own time, a repeat counts once however late it comes, and a day of identities goes at once.
CREATE TABLE event_identity (
  day DATE NOT NULL,
  -- The first 16 bytes of a SHA-256 (libs/events/src/identity.ts); the type is only a compact one of that length.
  identity UUID NOT NULL,
  PRIMARY KEY (day, identity)
) PARTITION BY RANGE (day);

-- No two sessions need neighbouring positions: within a transaction they increase, and that is the order of the log.
CREATE SEQUENCE event_position CACHE 64;

-- The bodies, by the day of receipt: a partition goes when every sink has passed it.
CREATE TABLE event_body (
  received_on DATE NOT NULL,
  -- Rows of one transaction become visible together, and late: a cursor goes by (transaction, position), never by position.
  transaction XID8 NOT NULL DEFAULT pg_current_xact_id(),
  position BIGINT NOT NULL DEFAULT nextval('event_position'),
  received_at TIMESTAMPTZ NOT NULL,
  identity UUID NOT NULL,
  source TEXT NOT NULL,
  event TEXT NOT NULL,
  distinct_id TEXT NOT NULL,
  time BIGINT NOT NULL,
  insert_id TEXT,
  ip TEXT,
  live BOOLEAN NOT NULL,
  -- JSON as text: it is passed on, never searched here, and JSONB would change its numbers and names.
  properties TEXT NOT NULL
) PARTITION BY RANGE (received_on);
CREATE INDEX event_body_order ON event_body (transaction, position);

-- Readable for 7 days by whoever sent it. `text` is cut short, and NULL where it may hold a card number.
CREATE TABLE event_refused (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at TIMESTAMPTZ NOT NULL,
  key_id TEXT,
  index INTEGER NOT NULL,
  insert_id TEXT,
  field TEXT NOT NULL,
  rule TEXT NOT NULL,
  text TEXT
);
CREATE INDEX event_refused_at ON event_refused (at);

-- Who follows the log, how far it is, and which worker does it now: each claim raises the epoch, every write checks it.
CREATE TABLE sink (
  name TEXT PRIMARY KEY,
  lease_holder TEXT,
  lease_until TIMESTAMPTZ NOT NULL DEFAULT '-infinity',
  epoch BIGINT NOT NULL DEFAULT 0,
  -- Only of a sink that reads the log itself; the others keep their place with what they write.
  cursor_transaction XID8 NOT NULL DEFAULT '0',
  cursor_position BIGINT NOT NULL DEFAULT 0,
  reads_log BOOLEAN NOT NULL
);

-- A batch of rows in buckets. Bounds and names of objects are here before anything is written; an object counts only when
-- its closed batch names it.
CREATE TABLE bucket_batch (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- `log`, or the import that brought it.
  origin TEXT NOT NULL,
  -- An import's own number of it: the same part again is the same batch.
  part INTEGER,
  state TEXT NOT NULL CHECK (state IN ('open', 'written', 'closed')),
  -- Of the log's lease when it was planned or taken over.
  epoch BIGINT,
  -- Of the log: after the first, up to and including the second.
  after_transaction XID8,
  after_position BIGINT,
  last_transaction XID8,
  last_position BIGINT,
  -- [{object, source, table, day, rows, bytes, sha256}]; the last two once they are written.
  objects JSONB NOT NULL,
  rows BIGINT NOT NULL,
  -- The order in which the warehouse loads; given when the batch is closed.
  sequence BIGINT UNIQUE,
  -- An import's place in the log: the transaction that closed it.
  log_transaction XID8,
  opened_at TIMESTAMPTZ NOT NULL,
  closed_at TIMESTAMPTZ,
  UNIQUE (origin, part),
  CHECK ((state = 'closed') = (sequence IS NOT NULL)),
  CHECK ((origin = 'log') = (last_transaction IS NOT NULL))
);
CREATE UNIQUE INDEX bucket_batch_open ON bucket_batch (origin) WHERE origin = 'log' AND state <> 'closed';

-- Locked by whoever closes a batch, so that the order of the numbers is the order of the commits.
CREATE TABLE bucket_sequence (
  single BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (single),
  last BIGINT NOT NULL
);
INSERT INTO bucket_sequence VALUES (TRUE, 0);

-- Days from `first` to `last`, both included; those that are there stay. One caller at a time.
CREATE FUNCTION make_event_partitions(parent TEXT, first DATE, last DATE) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  day DATE;
  name TEXT;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('make_event_partitions'));
  FOR day IN SELECT generate_series(first, last, INTERVAL '1 day')::DATE LOOP
    name := parent || '_' || to_char(day, 'YYYYMMDD');
    IF to_regclass(name) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', name, parent, day, day + 1);
    END IF;
  END LOOP;
END
$$;

-- The days before which a parent's partitions may go. CASE, because a plan may look at the names of other tables first.
CREATE FUNCTION list_event_partitions(parent TEXT, before DATE) RETURNS SETOF TEXT LANGUAGE sql STABLE AS $$
  SELECT child.relname::TEXT
  FROM pg_inherits
  INNER JOIN pg_class AS child ON child.oid = pg_inherits.inhrelid
  WHERE pg_inherits.inhparent = parent::REGCLASS
    AND CASE WHEN child.relname ~ '_[0-9]{8}$' THEN to_date(right(child.relname, 8), 'YYYYMMDD') < before ELSE FALSE END
  ORDER BY child.relname ASC
$$;

-- Drops the days of identities before `before`; returns how many.
CREATE FUNCTION drop_event_identities(before DATE) RETURNS INTEGER LANGUAGE plpgsql AS $$
DECLARE
  name TEXT;
  dropped INTEGER := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('drop_event_partitions'));
  FOR name IN SELECT list_event_partitions('event_identity', before) LOOP
    EXECUTE format('DROP TABLE %I', name);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END
$$;

-- Drops the days of bodies before `before` that every sink which reads the log has passed; returns how many.
-- The lock waits for whoever still writes there, so that nothing can commit behind the look.
CREATE FUNCTION drop_event_bodies(before DATE) RETURNS INTEGER LANGUAGE plpgsql AS $$
DECLARE
  name TEXT;
  waiting BOOLEAN;
  dropped INTEGER := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('drop_event_partitions'));
  FOR name IN SELECT list_event_partitions('event_body', before) LOOP
    EXECUTE format('LOCK TABLE %I IN SHARE MODE', name);
    EXECUTE format(
      'SELECT EXISTS (SELECT FROM %I) AND (NOT EXISTS (SELECT FROM sink WHERE reads_log) OR EXISTS (
         SELECT FROM %I AS body INNER JOIN sink ON sink.reads_log
         AND (body.transaction, body.position) > (sink.cursor_transaction, sink.cursor_position)))',
      name, name
    ) INTO waiting;
    IF NOT waiting THEN
      EXECUTE format('DROP TABLE %I', name);
      dropped := dropped + 1;
    END IF;
  END LOOP;
  RETURN dropped;
END
$$;
