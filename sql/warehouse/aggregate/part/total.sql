-- Part of insert_sums: what a unit's rows add up to.
-- params: none
COALESCE(/*{block:identifier}*/./*{name:identifier}*/, 0)
