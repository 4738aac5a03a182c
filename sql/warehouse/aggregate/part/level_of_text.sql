-- Part of stage_levels: a text, a whole number or a day.
-- params: none
CAST(fact./*{column:identifier}*/ AS VARCHAR)
