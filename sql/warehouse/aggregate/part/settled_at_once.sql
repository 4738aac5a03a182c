-- Part of read_fact: a row is final when it happens.
-- params: none
fact.time
