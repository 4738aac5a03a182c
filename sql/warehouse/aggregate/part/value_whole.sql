-- Part of read_fact: a whole number.
-- params: none
CAST(final_fact./*{column:identifier}*/ AS BIGINT)
