-- Part of read_fact: rows whose column is one of these, or none of them.
-- params: none
final_fact./*{column:identifier}*/ /*{operator:fragment}*/ (/*{values:fragment}*/)
