-- Part of read_fact: rows that do not say so.
-- params: none

    AND fact./*{column:identifier}*/ IS NULL
