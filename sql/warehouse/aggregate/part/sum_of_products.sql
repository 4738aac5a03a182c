-- Part of insert_sums: over units, of squares and products.
-- params: none
    SUM(CAST(valued./*{left:identifier}*/ * valued./*{right:identifier}*/ AS DECIMAL(38, 0))) AS /*{name:identifier}*/
