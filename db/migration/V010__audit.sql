create table ems.audit_interval (
  site_id                  text not null,
  starts_at                timestamptz not null,
  ends_at                  timestamptz not null,
  planning_run_id          bigint,
  covered                  real not null,
  import_wh                double precision,
  export_wh                double precision,
  pv_wh                    double precision,
  load_wh                  double precision,
  battery_charge_wh        double precision,
  battery_discharge_wh     double precision,
  ev_wh                    double precision,
  heat_pump_wh             double precision,
  heat_wh                  double precision,
  soc_pct                  double precision,
  outdoor_c                double precision,
  curtailed                boolean not null default false,
  plan_import_wh           double precision,
  plan_export_wh           double precision,
  plan_pv_wh               double precision,
  plan_load_wh             double precision,
  plan_soc_pct             double precision,
  buy_per_kwh              numeric,
  sell_per_kwh             numeric,
  price_known_at           timestamptz,
  cost                     numeric,
  plan_cost                numeric,
  no_battery_cost          numeric,
  self_consumption_cost    numeric,
  self_consumption_soc_wh  double precision,
  filled_at                timestamptz not null,
  constraint audit_interval_site_id_starts_at_pkey primary key (site_id, starts_at),
  constraint audit_interval_site_id_fkey foreign key (site_id) references ems.site (site_id) on delete cascade,
  constraint audit_interval_ends_at_check check (ends_at > starts_at),
  constraint audit_interval_covered_check check (covered between 0 and 1),
  constraint audit_interval_energy_check check (import_wh >= 0 and export_wh >= 0 and pv_wh >= 0 and load_wh >= 0
    and battery_charge_wh >= 0 and battery_discharge_wh >= 0 and ev_wh >= 0 and heat_pump_wh >= 0)
);
comment on table ems.audit_interval is 'Plan and truth of each past slot: energies, money at the prices valid then, and what it would have cost otherwise. What was not measured is NULL.';
comment on column ems.audit_interval.site_id is 'House.';
comment on column ems.audit_interval.starts_at is 'Start of the slot.';
comment on column ems.audit_interval.ends_at is 'End of the slot, not included.';
comment on column ems.audit_interval.planning_run_id is 'Plan in force at the slot''s start.';
comment on column ems.audit_interval.covered is 'Share of the slot in which the grid was measured, 0 to 1.';
comment on column ems.audit_interval.import_wh is 'From the grid.';
comment on column ems.audit_interval.export_wh is 'To the grid.';
comment on column ems.audit_interval.pv_wh is 'PV production.';
comment on column ems.audit_interval.load_wh is 'Load without car and heat pump.';
comment on column ems.audit_interval.battery_charge_wh is 'Into the battery.';
comment on column ems.audit_interval.battery_discharge_wh is 'Out of the battery.';
comment on column ems.audit_interval.ev_wh is 'Cars.';
comment on column ems.audit_interval.heat_pump_wh is 'Heat pump, electric.';
comment on column ems.audit_interval.heat_wh is 'Heat it gave.';
comment on column ems.audit_interval.soc_pct is 'SoC at the slot''s end.';
comment on column ems.audit_interval.outdoor_c is 'Outdoor temperature, mean.';
comment on column ems.audit_interval.curtailed is 'True: PV was held back on purpose; the slot teaches nothing about PV or load.';
comment on column ems.audit_interval.plan_import_wh is 'As planned.';
comment on column ems.audit_interval.plan_export_wh is 'As planned.';
comment on column ems.audit_interval.plan_pv_wh is 'As forecast.';
comment on column ems.audit_interval.plan_load_wh is 'As forecast.';
comment on column ems.audit_interval.plan_soc_pct is 'As planned, at the slot''s end.';
comment on column ems.audit_interval.buy_per_kwh is 'Price of an imported kWh valid for the slot.';
comment on column ems.audit_interval.sell_per_kwh is 'Revenue of an exported kWh valid for the slot.';
comment on column ems.audit_interval.price_known_at is 'Version of the auction price it rests on.';
comment on column ems.audit_interval.cost is 'import × buy − export × sell, site currency.';
comment on column ems.audit_interval.plan_cost is 'The same as planned.';
comment on column ems.audit_interval.no_battery_cost is 'What the slot would have cost without the battery, everything else the same.';
comment on column ems.audit_interval.self_consumption_cost is 'What it would have cost with the battery only following PV and load.';
comment on column ems.audit_interval.self_consumption_soc_wh is 'Stored energy of that imagined battery at the slot''s end.';
comment on column ems.audit_interval.filled_at is 'When the row was made or made again.';
