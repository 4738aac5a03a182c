-- Experiments whose units keep the variant that they were given, what each unit was given, and how many people met
-- several variants all the same.

ALTER TABLE experiment
ADD COLUMN sticky BOOLEAN NOT NULL DEFAULT FALSE,
ADD COLUMN bucket_version INTEGER NOT NULL DEFAULT 0 CHECK (bucket_version >= 0),
ADD COLUMN min_bucket_version INTEGER NOT NULL DEFAULT 0 CHECK (min_bucket_version >= 0),
-- What somebody was known by before; a variant goes from there to the experiment's own unit.
ADD COLUMN fallback_attribute TEXT CHECK (fallback_attribute IN ('visitor', 'backer', 'project')),
-- Since the start: when the weights last changed, and when a higher bucket version divided all units anew.
ADD COLUMN reweighted_at TIMESTAMPTZ,
ADD COLUMN rebucketed_at TIMESTAMPTZ,
ADD CHECK (min_bucket_version <= bucket_version),
ADD CHECK (sticky OR (bucket_version = 0 AND fallback_attribute IS NULL));

-- The first variant that an id was given in a bucket version of an experiment: it is never changed, so that of two
-- processes that answer at once one wins. An id is a value of an attribute: a visitor, a backer, a project, or whatever a
-- flag's rule hashes by. Test keys have buckets of their own.
CREATE TABLE sticky_bucket (
  live BOOLEAN NOT NULL,
  attribute TEXT NOT NULL CHECK (length(attribute) <= 100),
  value TEXT NOT NULL CHECK (length(value) <= 255),
  experiment_key TEXT NOT NULL,
  bucket_version INTEGER NOT NULL,
  variant TEXT NOT NULL,
  given_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (live, attribute, value, experiment_key, bucket_version)
);
-- For the cleanup of experiments that have ended.
CREATE INDEX sticky_bucket_experiment ON sticky_bucket (experiment_key);

-- People who signed in, by all of their ids, and those of them who met more than one variant; NULL in readings from before
-- they were counted.
ALTER TABLE experiment_refresh
ADD COLUMN signed_in_people BIGINT,
ADD COLUMN people_of_several_variants BIGINT,
ADD COLUMN people_query_hash TEXT REFERENCES query (hash),
ADD COLUMN people_parameters JSONB,
ADD CHECK ((signed_in_people IS NULL) = (people_query_hash IS NULL));
