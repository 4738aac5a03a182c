-- Which batch was closed last?
-- params: none
SELECT bucket_sequence.last AS sequence
FROM bucket_sequence;
