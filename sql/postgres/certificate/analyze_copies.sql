-- Much came at once: the planner learns of it now.
-- params: none
ANALYZE assessment, pledge_label, pledge_outcome
