-- What several statements of review ask alike: whether a pledge is over, and which pledges a decision may be about.

-- Its money has moved, or never will: nothing is decided about it any more.
CREATE VIEW settling_outcome AS
SELECT
  pledge_outcome.pledge_id AS pledge_id,
  pledge_outcome.kind AS kind
FROM pledge_outcome
WHERE pledge_outcome.live
  AND pledge_outcome.kind IN ('collected', 'cancelled', 'refunded', 'disputed', 'charged_back');

-- Pledges that were ever of these subjects, by what was answered or, of a device and a creator, by what was observed.
CREATE FUNCTION pledges_of_subjects(subjects JSONB) RETURNS TABLE (pledge_id TEXT) LANGUAGE sql STABLE AS $$
  WITH subject AS (
    SELECT
      given.kind AS kind,
      given.id AS id
    FROM JSONB_TO_RECORDSET(subjects) AS given (kind TEXT, id TEXT)
  )
  SELECT assessment.pledge_id AS pledge_id
  FROM subject
  INNER JOIN assessment
    ON subject.kind = 'backer'
      AND subject.id = assessment.backer_id
  UNION
  SELECT assessment.pledge_id AS pledge_id
  FROM subject
  INNER JOIN assessment
    ON subject.kind = 'card'
      AND subject.id = assessment.card
  UNION
  SELECT assessment.pledge_id AS pledge_id
  FROM subject
  INNER JOIN assessment
    ON subject.kind = 'project'
      AND subject.id = assessment.project_id
  UNION
  SELECT observation.pledge_id AS pledge_id
  FROM subject
  INNER JOIN observation
    ON subject.kind = 'device'
      AND subject.id = observation.device
  UNION
  SELECT observation.pledge_id AS pledge_id
  FROM subject
  INNER JOIN observation
    ON subject.kind = 'creator'
      AND subject.id = observation.creator
$$;
