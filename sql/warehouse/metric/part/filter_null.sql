-- Part of read_fact: rows whose column is known, or is not.
-- params: none
final_fact./*{column:identifier}*/ /*{operator:fragment}*/
