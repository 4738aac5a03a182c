-- Nobody else has seen that the reading role could write.
-- params: none
REVOKE INSERT ON /*{target:fragment}*/ FROM verdict_reader;
