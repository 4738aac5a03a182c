-- Part of the aggregate: the day of a moment.
-- params: none
CAST(/*{moment:fragment}*/ AS DATE)
