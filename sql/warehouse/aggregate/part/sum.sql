-- Part of insert_sums: over units.
-- params: none
    SUM(valued./*{left:identifier}*/) AS /*{name:identifier}*/
