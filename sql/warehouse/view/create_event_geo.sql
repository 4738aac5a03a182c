-- Where were events from, by the version of each kind that was valid at their time? One row an event and kind; an event
-- whose address is in no range has none.
-- params: none
CREATE OR REPLACE VIEW event_geo AS
WITH
/*{matched:fragment}*/;
