-- The reading role may write to this one table, as long as the transaction that says so has not taken it back.
-- params: none
GRANT INSERT ON /*{target:fragment}*/ TO verdict_reader;
