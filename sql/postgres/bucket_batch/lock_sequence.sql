-- From here to the commit nobody else closes a batch.
-- params: none
SELECT bucket_sequence.last AS last
FROM bucket_sequence
FOR UPDATE;
