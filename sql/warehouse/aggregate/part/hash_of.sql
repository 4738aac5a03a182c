-- Part of stage_fact_days: a number that tells rows apart, on from that of the columns before.
-- params: none
CASE WHEN final_fact./*{column:identifier}*/ IS NULL THEN /*{seed:fragment}*/ ELSE FNV_HASH(final_fact./*{column:identifier}*/, /*{seed:fragment}*/) END
