-- Part of the aggregate: the day of a moment where the company counts its days.
-- params: none
CAST(CONVERT_TIMEZONE('UTC', /*{zone:fragment}*/, /*{moment:fragment}*/) AS DATE)
