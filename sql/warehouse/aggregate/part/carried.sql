-- Part of read_fact: a column that lines use.
-- params: none
    fact./*{column:identifier}*/ AS /*{column:identifier}*/
