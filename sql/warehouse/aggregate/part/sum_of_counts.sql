-- Part of insert_sums: over units, of squares and products of numbers of rows, which 64 bits hold.
-- params: none
    SUM(valued./*{left:identifier}*/ * valued./*{right:identifier}*/) AS /*{name:identifier}*/
