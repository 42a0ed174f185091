-- It plans again now and no longer says what a stored kWh is worth: another result than before.
drop function if exists api.override_preview(text, text, timestamptz, double precision, double precision, timestamptz);
