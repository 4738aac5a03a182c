-- Part of insert_sums: whether the cube of it fits: of two million into 64 bits, of 10^10 into 38 digits, with those of a hundred
-- million units.
-- params: none
ABS(valued./*{value:identifier}*/) <= /*{limit:integer}*/
