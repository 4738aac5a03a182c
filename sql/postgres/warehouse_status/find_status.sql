-- How did the warehouse stand when it was last looked at?
-- params: none
SELECT
  warehouse_status.checked_at AS checked_at,
  warehouse_status.engine AS engine,
  warehouse_status.report AS report
FROM warehouse_status;
