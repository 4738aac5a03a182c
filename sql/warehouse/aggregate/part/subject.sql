-- Part of read_fact: whose a row is.
-- params: none
    CAST(fact./*{column:identifier}*/ AS VARCHAR) AS subject_id
