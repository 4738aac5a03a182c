-- Part of read_fact: a value, as a whole number of its smallest part that counts.
-- params: none
CAST(CAST(final_fact./*{column:identifier}*/ AS DECIMAL(28, /*{scale:integer}*/)) * /*{factor:integer}*/ AS BIGINT)
