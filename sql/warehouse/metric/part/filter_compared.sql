-- Part of read_fact: rows whose column compares so.
-- params: none
final_fact./*{column:identifier}*/ /*{operator:fragment}*/ /*{value:fragment}*/
