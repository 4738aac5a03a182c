-- Part of summarise_column: digits with at most one point, a sign before and a power of ten after; no thousands, no units.
-- params: none
REGEXP_FULL_MATCH(final_fact./*{column:identifier}*/, '[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?')
