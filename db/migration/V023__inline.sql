-- Their names are bound when they are made. A setting of their own would keep the planner from putting them in their caller's place,
-- and cost more at each call than they do.
alter function ems.fn_encoding_words(text, integer) reset all;
alter function ems.fn_has_timescaledb() reset all;
