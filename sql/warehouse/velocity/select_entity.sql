-- Part of summarise_entity: a column that holds an entity.
-- params: none
observation./*{entity:identifier}*/ AS /*{entity:identifier}*/
