-- Tell every process that keys or people have changed; it is sent with the commit.
-- params: none
SELECT pg_notify('access', '');
