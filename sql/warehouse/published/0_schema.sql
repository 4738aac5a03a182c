-- Where people's questions find what they may ask about. Test data is in none of it.
-- params: none
CREATE SCHEMA IF NOT EXISTS published;
