-- Part of read_fact: each row counts one.
-- params: none
1
