create table ems.battery (
  site_id              text not null,
  device_id            integer not null,
  capacity_wh          double precision not null,
  nominal_voltage_v    double precision not null default 51.2,
  soc_min_pct          double precision not null default 10,
  soc_max_pct          double precision not null default 100,
  charge_limit_w       double precision not null,
  discharge_limit_w    double precision not null,
  charge_efficiency    double precision not null default 0.96,
  discharge_efficiency double precision not null default 0.96,
  wear_per_kwh         double precision not null default 0.25,
  grid_charge          boolean not null default true,
  grid_discharge       boolean not null default true,
  constraint battery_site_id_pkey primary key (site_id),
  constraint battery_site_id_device_id_fkey foreign key (site_id, device_id) references ems.device (site_id, device_id) on delete cascade,
  constraint battery_capacity_wh_check check (capacity_wh between 100 and 10000000),
  constraint battery_nominal_voltage_v_check check (nominal_voltage_v between 12 and 1000),
  constraint battery_soc_min_pct_check check (soc_min_pct >= 0 and soc_min_pct < soc_max_pct and soc_max_pct <= 100),
  constraint battery_charge_limit_w_check check (charge_limit_w >= 0 and discharge_limit_w >= 0),
  constraint battery_charge_efficiency_check check (charge_efficiency > 0 and charge_efficiency <= 1),
  constraint battery_discharge_efficiency_check check (discharge_efficiency > 0 and discharge_efficiency <= 1),
  constraint battery_wear_per_kwh_check check (wear_per_kwh >= 0)
);
comment on table ems.battery is 'The battery of a house, as the plan sees it.';
comment on column ems.battery.site_id is 'House.';
comment on column ems.battery.device_id is 'Inverter that runs it.';
comment on column ems.battery.capacity_wh is 'Usable energy from 0 to 100 % SoC, Wh.';
comment on column ems.battery.nominal_voltage_v is 'Turns power into current for settings in amperes; a constant, so that they do not follow the voltage.';
comment on column ems.battery.soc_min_pct is 'The plan does not go lower, %.';
comment on column ems.battery.soc_max_pct is 'The plan does not go higher, %.';
comment on column ems.battery.charge_limit_w is 'Most charging power on the AC side, W.';
comment on column ems.battery.discharge_limit_w is 'Most discharging power on the AC side, W.';
comment on column ems.battery.charge_efficiency is 'Stored energy for one Wh from AC.';
comment on column ems.battery.discharge_efficiency is 'AC energy for one stored Wh.';
comment on column ems.battery.wear_per_kwh is 'Wear for each kWh of change of stored energy, either way, site currency.';
comment on column ems.battery.grid_charge is 'False: charged from PV alone.';
comment on column ems.battery.grid_discharge is 'False: never sold from the battery.';

create table ems.charger (
  site_id    text not null,
  device_id  integer not null,
  phases     smallint not null default 3,
  lowest_a   double precision not null default 6,
  highest_a  double precision not null default 16,
  efficiency double precision not null default 0.9,
  constraint charger_site_id_device_id_pkey primary key (site_id, device_id),
  constraint charger_site_id_device_id_fkey foreign key (site_id, device_id) references ems.device (site_id, device_id) on delete cascade,
  constraint charger_phases_check check (phases in (1, 3)),
  constraint charger_lowest_a_check check (lowest_a >= 6 and lowest_a <= highest_a and highest_a <= 80),
  constraint charger_efficiency_check check (efficiency > 0 and efficiency <= 1)
);
comment on table ems.charger is 'Chargers, as the plan sees them. Currents are whole amperes, 0 or at least 6 (IEC 61851).';
comment on column ems.charger.site_id is 'House.';
comment on column ems.charger.device_id is 'Charger.';
comment on column ems.charger.phases is 'Phases the car draws from.';
comment on column ems.charger.lowest_a is 'Lowest current that charges, A per phase.';
comment on column ems.charger.highest_a is 'Highest current allowed, A per phase.';
comment on column ems.charger.efficiency is 'Energy in the car''s battery for one Wh drawn.';

create table ems.car_demand (
  site_id     text not null,
  device_id   integer not null,
  weekday     smallint not null,
  arrives_at  time not null,
  ready_at    time not null,
  energy_wh   double precision not null,
  constraint car_demand_site_id_device_id_weekday_pkey primary key (site_id, device_id, weekday),
  constraint car_demand_site_id_device_id_fkey foreign key (site_id, device_id) references ems.charger (site_id, device_id) on delete cascade,
  constraint car_demand_weekday_check check (weekday between 1 and 7),
  constraint car_demand_energy_wh_check check (energy_wh >= 0 and energy_wh <= 200000)
);
comment on table ems.car_demand is 'What the car needs by which morning, by weekday of departure.';
comment on column ems.car_demand.site_id is 'House.';
comment on column ems.car_demand.device_id is 'Charger.';
comment on column ems.car_demand.weekday is 'Day of departure, 1 Monday … 7 Sunday.';
comment on column ems.car_demand.arrives_at is 'Local time it usually comes home before that; the plan counts on it only while it is not plugged in.';
comment on column ems.car_demand.ready_at is 'Local time by which the energy is in.';
comment on column ems.car_demand.energy_wh is 'Energy into the car''s battery, Wh.';

create table ems.heat_pump (
  site_id             text not null,
  device_id           integer not null,
  min_w               double precision not null,
  max_w               double precision not null,
  loss_w_per_k        double precision not null,
  base_c              double precision not null default 16,
  hot_water_wh_day    double precision not null default 0,
  store_wh_per_k      double precision not null,
  store_swing_k       double precision not null default 2,
  retention_per_h     double precision not null default 0.98,
  flow_at_zero_c      double precision not null default 38,
  flow_slope          double precision not null default 0.8,
  flow_boost_k        double precision not null default 3,
  dhw_setpoint_c      double precision not null default 48,
  dhw_boost_c         double precision not null default 53,
  carnot_ratio        double precision not null default 0.4,
  min_run_minutes     smallint not null default 30,
  min_pause_minutes   smallint not null default 15,
  max_starts          smallint,
  constraint heat_pump_site_id_pkey primary key (site_id),
  constraint heat_pump_site_id_device_id_fkey foreign key (site_id, device_id) references ems.device (site_id, device_id) on delete cascade,
  constraint heat_pump_min_w_check check (min_w >= 0 and min_w <= max_w and max_w > 0),
  constraint heat_pump_loss_w_per_k_check check (loss_w_per_k >= 0),
  constraint heat_pump_store_wh_per_k_check check (store_wh_per_k > 0 and store_swing_k > 0),
  constraint heat_pump_retention_per_h_check check (retention_per_h > 0 and retention_per_h <= 1),
  constraint heat_pump_carnot_ratio_check check (carnot_ratio between 0.2 and 0.7),
  constraint heat_pump_min_run_minutes_check check (min_run_minutes >= 0 and min_pause_minutes >= 0),
  constraint heat_pump_max_starts_check check (max_starts >= 1)
);
comment on table ems.heat_pump is 'The heat pump of a house and what it heats, as the plan sees them.';
comment on column ems.heat_pump.site_id is 'House.';
comment on column ems.heat_pump.device_id is 'Heat pump.';
comment on column ems.heat_pump.min_w is 'Lowest electric power while it runs, W.';
comment on column ems.heat_pump.max_w is 'Highest electric power, W.';
comment on column ems.heat_pump.loss_w_per_k is 'Heat the house loses per kelvin below base_c, W/K.';
comment on column ems.heat_pump.base_c is 'Outdoor temperature above which it needs no heating, °C.';
comment on column ems.heat_pump.hot_water_wh_day is 'Heat for hot water a day, Wh.';
comment on column ems.heat_pump.store_wh_per_k is 'Heat that one kelvin of house and tank holds, Wh/K.';
comment on column ems.heat_pump.store_swing_k is 'How far temperatures may swing, K: the usable store is store_wh_per_k × store_swing_k.';
comment on column ems.heat_pump.retention_per_h is 'Share of the stored extra heat that is left after an hour.';
comment on column ems.heat_pump.flow_at_zero_c is 'Flow temperature at 0 °C outdoors, °C.';
comment on column ems.heat_pump.flow_slope is 'Kelvin of flow more per kelvin colder outdoors.';
comment on column ems.heat_pump.flow_boost_k is 'Kelvin of flow more while heat is stored on purpose.';
comment on column ems.heat_pump.dhw_setpoint_c is 'Hot water, ordinary, °C.';
comment on column ems.heat_pump.dhw_boost_c is 'Hot water while heat is stored on purpose, °C.';
comment on column ems.heat_pump.carnot_ratio is 'Share of the Carnot COP before anything was measured; 0.35 to 0.5 (EMHASS).';
comment on column ems.heat_pump.min_run_minutes is 'Runs at least this long.';
comment on column ems.heat_pump.min_pause_minutes is 'Pauses at least this long.';
comment on column ems.heat_pump.max_starts is 'Most starts within a plan; NULL: any.';

create table ems.planning_run (
  site_id             text not null,
  planning_run_id     bigint not null generated always as identity,
  type                text not null,
  known_at            timestamptz not null,
  horizon_from        timestamptz not null,
  horizon_to          timestamptz not null,
  status              text not null,
  accepted            boolean not null,
  verdict             text not null,
  problem             jsonb not null,
  note                jsonb not null default '{}',
  result_md5          text,
  cost                double precision,
  lower_bound         double precision,
  gap                 double precision,
  self_consumption_cost double precision,
  incumbent_run_id    bigint,
  incumbent_cost      double precision,
  solver_version      text not null,
  author              text not null,
  constraint planning_run_site_id_planning_run_id_pkey primary key (site_id, planning_run_id),
  constraint planning_run_site_id_fkey foreign key (site_id) references ems.site (site_id) on delete cascade,
  constraint planning_run_type_check check (type in ('daily', 'rolling')),
  constraint planning_run_horizon_to_check check (horizon_to > horizon_from),
  constraint planning_run_status_check check (status in ('optimal', 'feasible', 'refused')),
  constraint planning_run_accepted_check check (not accepted or status <> 'refused'),
  constraint planning_run_cost_check check ((status = 'refused') = (cost is null))
);
create index planning_run_accepted_idx on ems.planning_run (site_id, known_at desc) where accepted;
comment on table ems.planning_run is 'Every plan ever made, with everything it was made from; fn_replay_planning_run makes it again.';
comment on column ems.planning_run.site_id is 'House.';
comment on column ems.planning_run.planning_run_id is 'Key.';
comment on column ems.planning_run.type is 'daily: the whole next day; rolling: from now on.';
comment on column ems.planning_run.known_at is 'What was known then is what the plan rests on.';
comment on column ems.planning_run.horizon_from is 'Start of the first slot.';
comment on column ems.planning_run.horizon_to is 'End of the last slot.';
comment on column ems.planning_run.status is 'optimal: proven; feasible: within gap of the optimum; refused: see verdict.';
comment on column ems.planning_run.accepted is 'True: it replaced the plan before it.';
comment on column ems.planning_run.verdict is 'Why it was accepted or not, or why the problem was refused.';
comment on column ems.planning_run.problem is 'The problem as fn_solve_plan got it.';
comment on column ems.planning_run.note is 'What the problem rests on: price source and age, forecast run and age, level of the load forecast, estimated slots.';
comment on column ems.planning_run.result_md5 is 'MD5 of the solver''s answer: a replay must give the same.';
comment on column ems.planning_run.cost is 'Cost of the plan over its horizon, site currency.';
comment on column ems.planning_run.lower_bound is 'Proven: no plan costs less.';
comment on column ems.planning_run.gap is '(cost − lower_bound) / max(1, |lower_bound|).';
comment on column ems.planning_run.self_consumption_cost is 'Cost over the same horizon with a battery that only follows PV and load, cars charged at once and heat made when needed.';
comment on column ems.planning_run.incumbent_run_id is 'The plan in force when this one was made.';
comment on column ems.planning_run.incumbent_cost is 'Its cost over the same horizon with the new knowledge.';
comment on column ems.planning_run.solver_version is 'MD5 of the solver''s source: results are comparable within one.';
comment on column ems.planning_run.author is 'Job or person that asked for it.';

create table ems.planning_interval (
  site_id              text not null,
  planning_run_id      bigint not null,
  starts_at            timestamptz not null,
  ends_at              timestamptz not null,
  buy_per_kwh          double precision not null,
  sell_per_kwh         double precision not null,
  price_estimated      boolean not null,
  load_w               double precision not null,
  pv_w                 double precision not null,
  grid_import_w        double precision not null,
  grid_export_w        double precision not null,
  curtailed_w          double precision not null,
  battery_charge_w     double precision not null,
  battery_discharge_w  double precision not null,
  soc_wh               double precision,
  soc_pct              double precision,
  ev_w                 double precision not null,
  ev                   jsonb not null default '{}',
  heat_pump_w          double precision not null,
  store_wh             double precision,
  energy_value_per_kwh double precision,
  mode                 text not null,
  reason               text not null,
  next_best            jsonb,
  constraint planning_interval_site_id_planning_run_id_starts_at_pkey primary key (site_id, planning_run_id, starts_at),
  constraint planning_interval_site_id_planning_run_id_fkey foreign key (site_id, planning_run_id)
    references ems.planning_run (site_id, planning_run_id) on delete cascade,
  constraint planning_interval_ends_at_check check (ends_at > starts_at),
  constraint planning_interval_load_w_check check (load_w >= 0 and pv_w >= 0),
  constraint planning_interval_curtailed_w_check check (curtailed_w >= 0 and curtailed_w <= pv_w + 1),
  constraint planning_interval_grid_check check (grid_import_w >= 0 and grid_export_w >= 0 and (grid_import_w = 0 or grid_export_w = 0)),
  constraint planning_interval_battery_check check
    (battery_charge_w >= 0 and battery_discharge_w >= 0 and (battery_charge_w = 0 or battery_discharge_w = 0)),
  constraint planning_interval_mode_check check (mode in ('self_consumption', 'hold', 'idle', 'charge', 'discharge')),
  constraint planning_interval_ev_w_check check (ev_w >= 0 and heat_pump_w >= 0)
);
create index planning_interval_site_id_starts_at_idx on ems.planning_interval (site_id, starts_at);
comment on table ems.planning_interval is 'What an accepted plan says for each slot, mean powers in W. Never charge and discharge, never import and export.';
comment on column ems.planning_interval.site_id is 'House.';
comment on column ems.planning_interval.planning_run_id is 'Plan.';
comment on column ems.planning_interval.starts_at is 'Start of the slot.';
comment on column ems.planning_interval.ends_at is 'End of the slot, not included.';
comment on column ems.planning_interval.buy_per_kwh is 'Price of an imported kWh, all included.';
comment on column ems.planning_interval.sell_per_kwh is 'Revenue of an exported kWh.';
comment on column ems.planning_interval.price_estimated is 'True: the auction had not spoken, a typical day stands in.';
comment on column ems.planning_interval.load_w is 'Expected load without car and heat pump.';
comment on column ems.planning_interval.pv_w is 'Expected PV.';
comment on column ems.planning_interval.grid_import_w is 'From the grid.';
comment on column ems.planning_interval.grid_export_w is 'To the grid.';
comment on column ems.planning_interval.curtailed_w is 'PV not taken.';
comment on column ems.planning_interval.battery_charge_w is 'Into the battery, AC side.';
comment on column ems.planning_interval.battery_discharge_w is 'Out of the battery, AC side.';
comment on column ems.planning_interval.soc_wh is 'Stored energy at the slot''s end; NULL without a battery.';
comment on column ems.planning_interval.soc_pct is 'The same in percent of the capacity.';
comment on column ems.planning_interval.ev_w is 'All cars together.';
comment on column ems.planning_interval.ev is 'Charger name → W.';
comment on column ems.planning_interval.heat_pump_w is 'Electric power of the heat pump.';
comment on column ems.planning_interval.store_wh is 'Stored heat at the slot''s end; NULL without a heat pump.';
comment on column ems.planning_interval.energy_value_per_kwh is 'Worth of one more stored kWh at the slot''s end: charging pays below, discharging above.';
comment on column ems.planning_interval.mode is 'The way of working that carries it out, whatever load and sun really do (fn_plan_mode): self_consumption, hold, idle, charge, discharge.';
comment on column ems.planning_interval.reason is 'Short code of why.';
comment on column ems.planning_interval.next_best is 'The next best action of the slot and what it would cost more.';
