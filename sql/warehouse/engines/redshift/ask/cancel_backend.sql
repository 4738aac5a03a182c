-- Stops what a connection is at: nobody waits for it any more.
-- params: none
SELECT PG_CANCEL_BACKEND(/*{process:integer}*/) AS cancelled;
