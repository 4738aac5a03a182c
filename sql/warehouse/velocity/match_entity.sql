-- Part of summarise_entity: pledge and observation agree in an entity.
-- params: none
pledge./*{entity:identifier}*/ = observation./*{entity:identifier}*/
