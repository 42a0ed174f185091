-- What a European household without electric heating takes by hour, relative to its mean: the first days of a house nobody has measured yet.
-- Shape after the BDEW household profile H0, rounded.
insert into ems.load_profile (weekend, local_hour, factor) values
  (false, 0, 0.62), (false, 1, 0.50), (false, 2, 0.45), (false, 3, 0.43), (false, 4, 0.44), (false, 5, 0.55), (false, 6, 0.85), (false, 7, 1.10),
  (false, 8, 1.10), (false, 9, 1.05), (false, 10, 1.05), (false, 11, 1.15), (false, 12, 1.20), (false, 13, 1.10), (false, 14, 1.00), (false, 15, 0.98),
  (false, 16, 1.05), (false, 17, 1.30), (false, 18, 1.60), (false, 19, 1.65), (false, 20, 1.50), (false, 21, 1.30), (false, 22, 1.10), (false, 23, 0.85),
  (true, 0, 0.75), (true, 1, 0.60), (true, 2, 0.50), (true, 3, 0.46), (true, 4, 0.45), (true, 5, 0.46), (true, 6, 0.55), (true, 7, 0.80),
  (true, 8, 1.15), (true, 9, 1.35), (true, 10, 1.40), (true, 11, 1.50), (true, 12, 1.50), (true, 13, 1.30), (true, 14, 1.15), (true, 15, 1.10),
  (true, 16, 1.15), (true, 17, 1.30), (true, 18, 1.50), (true, 19, 1.50), (true, 20, 1.35), (true, 21, 1.20), (true, 22, 1.05), (true, 23, 0.90)
on conflict (weekend, local_hour) do update set factor = excluded.factor;
