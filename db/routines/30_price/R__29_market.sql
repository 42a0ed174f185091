-- Bidding zones and their chains of sources, best first.
insert into ems.market (market_code, name, time_zone, currency, eic) values
  ('CZ', 'Czech Republic', 'Europe/Prague', 'EUR', '10YCZ-CEPS-----N'),
  ('DE-LU', 'Germany and Luxembourg', 'Europe/Berlin', 'EUR', '10Y1001A1001A82H'),
  ('AT', 'Austria', 'Europe/Vienna', 'EUR', '10YAT-APG------L'),
  ('SK', 'Slovakia', 'Europe/Bratislava', 'EUR', '10YSK-SEPS-----K'),
  ('PL', 'Poland', 'Europe/Warsaw', 'EUR', '10YPL-AREA-----S'),
  ('SE3', 'Sweden, Stockholm', 'Europe/Stockholm', 'EUR', '10Y1001A1001A46L')
on conflict (market_code) do update set (name, time_zone, currency, eic) = row (excluded.name, excluded.time_zone, excluded.currency, excluded.eic);

insert into ems.price_source (market_code, rank, source, name, needs_token, licence) values
  ('CZ', 1, 'ote', 'OTE-CR, PublicDataService', false, 'internal use only: never republish'),
  ('CZ', 2, 'energy-charts', 'energy-charts.info (Fraunhofer ISE)', false, 'see the answer''s license_info'),
  ('CZ', 3, 'smard', 'SMARD (Bundesnetzagentur)', false, 'CC BY 4.0'),
  ('CZ', 4, 'entsoe', 'ENTSO-E Transparency Platform', true, 'ENTSO-E terms of use'),
  ('DE-LU', 1, 'energy-charts', 'energy-charts.info (Fraunhofer ISE)', false, 'CC BY 4.0'),
  ('DE-LU', 2, 'smard', 'SMARD (Bundesnetzagentur)', false, 'CC BY 4.0'),
  ('DE-LU', 3, 'nordpool', 'Nord Pool data portal', false, 'Nord Pool terms of use'),
  ('DE-LU', 4, 'entsoe', 'ENTSO-E Transparency Platform', true, 'ENTSO-E terms of use'),
  ('AT', 1, 'energy-charts', 'energy-charts.info (Fraunhofer ISE)', false, 'see the answer''s license_info'),
  ('AT', 2, 'smard', 'SMARD (Bundesnetzagentur)', false, 'CC BY 4.0'),
  ('AT', 3, 'nordpool', 'Nord Pool data portal', false, 'Nord Pool terms of use'),
  ('AT', 4, 'entsoe', 'ENTSO-E Transparency Platform', true, 'ENTSO-E terms of use'),
  ('SK', 1, 'energy-charts', 'energy-charts.info (Fraunhofer ISE)', false, 'see the answer''s license_info'),
  ('SK', 2, 'entsoe', 'ENTSO-E Transparency Platform', true, 'ENTSO-E terms of use'),
  ('PL', 1, 'energy-charts', 'energy-charts.info (Fraunhofer ISE)', false, 'see the answer''s license_info'),
  ('PL', 2, 'nordpool', 'Nord Pool data portal', false, 'Nord Pool terms of use'),
  ('PL', 3, 'entsoe', 'ENTSO-E Transparency Platform', true, 'ENTSO-E terms of use'),
  ('SE3', 1, 'nordpool', 'Nord Pool data portal', false, 'Nord Pool terms of use'),
  ('SE3', 2, 'energy-charts', 'energy-charts.info (Fraunhofer ISE)', false, 'see the answer''s license_info'),
  ('SE3', 3, 'entsoe', 'ENTSO-E Transparency Platform', true, 'ENTSO-E terms of use')
on conflict (source, market_code) do update set (rank, name, needs_token, licence) = row (excluded.rank, excluded.name, excluded.needs_token, excluded.licence);
