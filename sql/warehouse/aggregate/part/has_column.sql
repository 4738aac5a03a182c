-- Part of read_fact: rows that say so.
-- params: none

    AND fact./*{column:identifier}*/ IS NOT NULL
