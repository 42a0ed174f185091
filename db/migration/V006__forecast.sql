create table ems.forecast_provider (
  provider   text not null,
  name       text not null,
  kind       text not null,
  per_day    integer not null,
  per_hour   integer not null,
  needs_key  boolean not null,
  licence    text not null,
  constraint forecast_provider_provider_pkey primary key (provider),
  constraint forecast_provider_kind_check check (kind in ('weather', 'pv')),
  constraint forecast_provider_per_day_check check (per_day > 0 and per_hour > 0 and per_hour <= per_day)
);
comment on table ems.forecast_provider is 'Services we ask for forecasts, and how often they let us.';
comment on column ems.forecast_provider.provider is 'Parser.';
comment on column ems.forecast_provider.name is 'Name for people.';
comment on column ems.forecast_provider.kind is 'weather: irradiance and temperature; pv: power of the plant.';
comment on column ems.forecast_provider.per_day is 'Calls allowed a UTC day and site.';
comment on column ems.forecast_provider.per_hour is 'Calls allowed an hour and site.';
comment on column ems.forecast_provider.needs_key is 'True: skipped while the worker has no key for it.';
comment on column ems.forecast_provider.licence is 'What may be done with the values.';

create table ems.site_forecast (
  site_id  text not null,
  provider text not null,
  rank     smallint not null,
  resource text,
  constraint site_forecast_site_id_provider_pkey primary key (site_id, provider),
  constraint site_forecast_site_id_fkey foreign key (site_id) references ems.site (site_id) on delete cascade,
  constraint site_forecast_provider_fkey foreign key (provider) references ems.forecast_provider (provider),
  constraint site_forecast_site_id_rank_key unique (site_id, rank)
);
comment on table ems.site_forecast is 'Which providers a house uses, best first.';
comment on column ems.site_forecast.site_id is 'House.';
comment on column ems.site_forecast.provider is 'Provider.';
comment on column ems.site_forecast.rank is 'Order of preference.';
comment on column ems.site_forecast.resource is 'The provider''s own id of the plant, where it has one.';

create table ems.forecast_call (
  site_id   text not null,
  provider  text not null,
  called_at timestamptz not null,
  outcome   text,
  retry_at  timestamptz,
  constraint forecast_call_site_id_provider_called_at_pkey primary key (site_id, provider, called_at),
  constraint forecast_call_site_id_fkey foreign key (site_id) references ems.site (site_id) on delete cascade,
  constraint forecast_call_provider_fkey foreign key (provider) references ems.forecast_provider (provider)
);
comment on table ems.forecast_call is 'Every call of a provider: the budget survives a restart.';
comment on column ems.forecast_call.site_id is 'House.';
comment on column ems.forecast_call.provider is 'Provider.';
comment on column ems.forecast_call.called_at is 'When it was allowed.';
comment on column ems.forecast_call.outcome is 'ok, or what went wrong.';
comment on column ems.forecast_call.retry_at is 'Not before, if the provider said so.';

create table ems.forecast_run (
  site_id         text not null,
  forecast_run_id bigint not null generated always as identity,
  provider        text not null,
  issued_at       timestamptz,
  known_at        timestamptz not null,
  status          text not null,
  reason          text,
  problem         text[] not null default '{}',
  body            text,
  constraint forecast_run_site_id_forecast_run_id_pkey primary key (site_id, forecast_run_id),
  constraint forecast_run_site_id_fkey foreign key (site_id) references ems.site (site_id) on delete cascade,
  constraint forecast_run_provider_fkey foreign key (provider) references ems.forecast_provider (provider),
  constraint forecast_run_status_check check (status in ('accepted', 'quarantined')),
  constraint forecast_run_reason_check check ((status = 'quarantined') = (reason is not null))
);
create index forecast_run_site_id_provider_known_at_idx on ems.forecast_run (site_id, provider, known_at desc) where status = 'accepted';
comment on table ems.forecast_run is 'One forecast as it was received. A later one never replaces it: what was known then stays known.';
comment on column ems.forecast_run.site_id is 'House.';
comment on column ems.forecast_run.forecast_run_id is 'Key.';
comment on column ems.forecast_run.provider is 'Provider.';
comment on column ems.forecast_run.issued_at is 'When the provider made it, if it says so.';
comment on column ems.forecast_run.known_at is 'When we had it.';
comment on column ems.forecast_run.status is 'accepted or quarantined.';
comment on column ems.forecast_run.reason is 'Why it is quarantined.';
comment on column ems.forecast_run.problem is 'Gaps and contradictions of an answer that is good to use all the same.';
comment on column ems.forecast_run.body is 'The answer, kept only where something was wrong with it.';

create table ems.forecast_value (
  site_id         text not null,
  forecast_run_id bigint not null,
  starts_at       timestamptz not null,
  ends_at         timestamptz not null,
  ghi_w_m2        real,
  dni_w_m2        real,
  dhi_w_m2        real,
  temperature_c   real,
  wind_m_s        real,
  cloud_pct       real,
  pv_w            real,
  pv_p10_w        real,
  pv_p90_w        real,
  constraint forecast_value_key_pkey primary key (site_id, forecast_run_id, starts_at),
  constraint forecast_value_site_id_forecast_run_id_fkey foreign key (site_id, forecast_run_id)
    references ems.forecast_run (site_id, forecast_run_id) on delete cascade,
  constraint forecast_value_ends_at_check check (ends_at > starts_at and ends_at - starts_at <= interval '3 hours'),
  constraint forecast_value_ghi_w_m2_check check (ghi_w_m2 >= 0 and ghi_w_m2 <= 1500),
  constraint forecast_value_dni_w_m2_check check (dni_w_m2 >= 0 and dni_w_m2 <= 1500),
  constraint forecast_value_dhi_w_m2_check check (dhi_w_m2 >= 0 and dhi_w_m2 <= 1500),
  constraint forecast_value_temperature_c_check check (temperature_c between -60 and 60),
  constraint forecast_value_cloud_pct_check check (cloud_pct between 0 and 100),
  constraint forecast_value_pv_w_check check (pv_w >= 0)
);
comment on table ems.forecast_value is 'Means over slots. Irradiance on the ground, or power of the plant; what a provider does not say is NULL.';
comment on column ems.forecast_value.site_id is 'House.';
comment on column ems.forecast_value.forecast_run_id is 'Forecast.';
comment on column ems.forecast_value.starts_at is 'Start of the slot.';
comment on column ems.forecast_value.ends_at is 'End of the slot, not included.';
comment on column ems.forecast_value.ghi_w_m2 is 'Global horizontal irradiance, mean, W/m².';
comment on column ems.forecast_value.dni_w_m2 is 'Direct normal irradiance, mean, W/m².';
comment on column ems.forecast_value.dhi_w_m2 is 'Diffuse horizontal irradiance, mean, W/m².';
comment on column ems.forecast_value.temperature_c is 'Air at 2 m, °C.';
comment on column ems.forecast_value.wind_m_s is 'Wind at 10 m, m/s.';
comment on column ems.forecast_value.cloud_pct is 'Cloud cover, %.';
comment on column ems.forecast_value.pv_w is 'AC power of the plant, W, where the provider models it.';
comment on column ems.forecast_value.pv_p10_w is 'Its 10th percentile, W.';
comment on column ems.forecast_value.pv_p90_w is 'Its 90th percentile, W.';

create table ems.pv_plane (
  site_id           text not null,
  plane             text not null,
  peak_w            double precision not null,
  tilt_deg          double precision not null,
  azimuth_deg       double precision not null,
  loss_ratio        double precision not null default 0.10,
  temperature_per_k double precision not null default -0.004,
  ross_k_m2_w       double precision not null default 0.0342,
  ac_limit_w        double precision,
  constraint pv_plane_site_id_plane_pkey primary key (site_id, plane),
  constraint pv_plane_site_id_fkey foreign key (site_id) references ems.site (site_id) on delete cascade,
  constraint pv_plane_peak_w_check check (peak_w > 0),
  constraint pv_plane_tilt_deg_check check (tilt_deg between 0 and 90),
  constraint pv_plane_azimuth_deg_check check (azimuth_deg between -180 and 180),
  constraint pv_plane_loss_ratio_check check (loss_ratio >= 0 and loss_ratio < 1),
  constraint pv_plane_temperature_per_k_check check (temperature_per_k between -0.01 and 0),
  constraint pv_plane_ross_k_m2_w_check check (ross_k_m2_w between 0 and 0.1),
  constraint pv_plane_ac_limit_w_check check (ac_limit_w > 0)
);
comment on table ems.pv_plane is 'Planes of the PV plant.';
comment on column ems.pv_plane.site_id is 'House.';
comment on column ems.pv_plane.plane is 'Name.';
comment on column ems.pv_plane.peak_w is 'Peak power at standard test conditions, W.';
comment on column ems.pv_plane.tilt_deg is '0 flat … 90 wall.';
comment on column ems.pv_plane.azimuth_deg is '0 south, −90 east, 90 west, ±180 north (Open-Meteo''s convention).';
comment on column ems.pv_plane.loss_ratio is 'Everything between plane and AC: inverter, wiring, dirt (PVWatts lumps 14 % + 4 %); learned away by the calibration.';
comment on column ems.pv_plane.temperature_per_k is 'Change of power per kelvin of cell temperature above 25 °C.';
comment on column ems.pv_plane.ross_k_m2_w is 'Ross coefficient: cell above air temperature per W/m²; 0.0342 for a typical roof.';
comment on column ems.pv_plane.ac_limit_w is 'Limit of the plane''s inverter, W; NULL: none of its own.';

create table ems.pv_calibration (
  site_id    text not null,
  known_at   timestamptz not null,
  local_hour smallint not null,
  factor     double precision not null,
  weight     double precision not null,
  constraint pv_calibration_site_id_known_at_local_hour_pkey primary key (site_id, known_at, local_hour),
  constraint pv_calibration_site_id_fkey foreign key (site_id) references ems.site (site_id) on delete cascade,
  constraint pv_calibration_local_hour_check check (local_hour between 0 and 23),
  constraint pv_calibration_factor_check check (factor between 0.2 and 2)
);
comment on table ems.pv_calibration is 'What the plant really gave against what was forecast, by local hour, learned from uncurtailed hours. The newest known set counts.';
comment on column ems.pv_calibration.site_id is 'House.';
comment on column ems.pv_calibration.known_at is 'When it was learned.';
comment on column ems.pv_calibration.local_hour is 'Local hour 0 to 23.';
comment on column ems.pv_calibration.factor is 'Measured through forecast energy, drawn towards the overall factor where there is little data.';
comment on column ems.pv_calibration.weight is 'Forecast energy it rests on, kWh, recent days counting more.';

create table ems.load_profile (
  weekend    boolean not null,
  local_hour smallint not null,
  factor     double precision not null,
  constraint load_profile_weekend_local_hour_pkey primary key (weekend, local_hour),
  constraint load_profile_local_hour_check check (local_hour between 0 and 23),
  constraint load_profile_factor_check check (factor > 0)
);
comment on table ems.load_profile is 'Shape of an ordinary household''s load, for houses without history.';
comment on column ems.load_profile.weekend is 'Saturdays, Sundays and holidays.';
comment on column ems.load_profile.local_hour is 'Local hour.';
comment on column ems.load_profile.factor is 'Load relative to the mean.';
