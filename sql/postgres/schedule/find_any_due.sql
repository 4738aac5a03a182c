-- Is anything due now?
-- params: now
SELECT EXISTS (
  SELECT 1
  FROM schedule
  WHERE schedule.state = 'pending'
    AND schedule.at <= $1
) AS due;
