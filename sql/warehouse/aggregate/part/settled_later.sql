-- Part of read_fact: a row counts from when it is final, and never before it happened.
-- params: none
GREATEST(fact.time, fact.settled_at)
