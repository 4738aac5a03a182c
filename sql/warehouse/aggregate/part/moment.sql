-- Part of read_fact: so many days after the exposure, or before it.
-- params: none
    experiment_unit.exposed_at + INTERVAL '/*{days:integer}*/ days' AS /*{name:identifier}*/
