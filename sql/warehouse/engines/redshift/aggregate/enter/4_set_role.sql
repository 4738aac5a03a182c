-- From here on only what the reading user may do; the warehouse's own user must be a superuser for this.
-- params: none
SET LOCAL SESSION AUTHORIZATION verdict_reader;
