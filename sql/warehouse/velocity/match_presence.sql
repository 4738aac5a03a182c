-- Part of summarise_entity: the pledge has a value of the entity; without one its features are unknown.
-- params: none
observation./*{entity:identifier}*/ IS NOT NULL
