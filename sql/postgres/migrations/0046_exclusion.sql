-- Who is left out of an experiment: keys of facts with a reason, and from the start on [{fact, version, added_at}].
ALTER TABLE experiment
ADD COLUMN exclusions TEXT [] NOT NULL DEFAULT '{}',
ADD COLUMN pinned_exclusions JSONB NOT NULL DEFAULT '[]';

-- [{reason, variant, units}] of those that a reading left out; variant is null for units that met several.
ALTER TABLE experiment_refresh ADD COLUMN left_out JSONB NOT NULL DEFAULT '[]';
