-- Forecast services and what they allow a household. Open-Meteo: 10,000 a day for non-commercial use, shared by all; we take one call every
-- two hours and leave the rest to retries. forecast.solar without a key: 12 an hour. Solcast hobby: 10 a day.
insert into ems.forecast_provider (provider, name, kind, per_day, per_hour, needs_key, licence) values
  ('open-meteo', 'Open-Meteo', 'weather', 96, 12, false, 'CC BY 4.0; non-commercial use of the free API'),
  ('forecast-solar', 'forecast.solar', 'pv', 48, 6, false, 'forecast.solar terms'),
  ('solcast', 'Solcast rooftop', 'pv', 10, 4, true, 'Solcast hobbyist terms')
on conflict (provider) do update set (name, kind, per_day, per_hour, needs_key, licence)
  = row (excluded.name, excluded.kind, excluded.per_day, excluded.per_hour, excluded.needs_key, excluded.licence);
