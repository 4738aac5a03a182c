-- Before its newer snapshot comes.
-- params: entity
DELETE FROM entity_source
WHERE entity = $1;
