-- Part of read_fact: a row that is final in time.
-- params: none
AND final_fact.settled_at < unit./*{closing:identifier}*/
