-- What an earlier load has left on this connection, or this one needs no more.
-- params: none
DROP TABLE IF EXISTS /*{staged:identifier}*/;
