-- Part of read_fact: what turned out to be fraud no longer counts from then on.
-- params: none
GREATEST(/*{settled_at:fragment}*/, fact.fraud_at)
