/** Rows of schema `api` as the page reads them; units and signs as in docs/units-and-signs.md. */
export interface Site { site_id: string; name: string; role: string; time_zone: string; currency: string; control_mode: string; simulated: boolean }
export interface User { user_id: string; email: string; name: string; role: string; account_role: string | null; language: string | null }
export interface Me { user: User; sites: Site[] }

type N = number | null;
type S = string | null;

export interface Now {
  site_id: string; name: string; time_zone: string; currency: string; control_mode: string; simulated: boolean; locked: boolean;
  pv_w: N; grid_w: N; battery_w: N; ev_w: N; heat_pump_w: N; house_w: N; soc_pct: N; outdoor_c: N; tank_c: N; signal: string[] | null; stale: string[] | null; measured_at: S;
  capacity_wh: N; soc_min_pct: N; buy_per_kwh: N; sell_per_kwh: N; price_until: S; next_buy_per_kwh: N; next_sell_per_kwh: N; lowest_per_kwh: N; highest_per_kwh: N; dearer: N;
  today_cost: N; today_saved: N; today_self_sufficiency_pct: N; today_pv_wh: N; today_import_wh: N; today_export_wh: N; today_load_wh: N; today_covered: N;
  planning_run_id: N; plan_mode: S; plan_reason: S; energy_value_per_kwh: N; battery_mode: S; battery_author: S; battery_reason: S; battery_override_id: N;
  change_at: S; change_mode: S; change_reason: S; alerts: number;
}

export interface Slot {
  starts_at: string; ends_at: string; day: string; buy_per_kwh: N; sell_per_kwh: N; price_estimated: boolean; band: S; planning_run_id: N; mode: S; reason: S; energy_value_per_kwh: N;
  plan_pv_w: N; plan_load_w: N; plan_battery_w: N; plan_grid_w: N; plan_ev_w: N; plan_heat_pump_w: N; plan_soc_pct: N; plan_curtailed_w: N; pv_p10_w: N; pv_p90_w: N;
  pv_w: N; load_w: N; battery_w: N; grid_w: N; ev_w: N; heat_pump_w: N; soc_pct: N;
}

export interface PlanRun {
  planning_run_id: number; type: string; known_at: string; horizon_from: string; horizon_to: string; status: string; accepted: boolean; verdict: string; cost: N; lower_bound: N; gap: N;
  self_consumption_cost: N; incumbent_run_id: N; incumbent_cost: N; author: string; currency: string; current: boolean | null;
}
export interface PlanInterval { starts_at: string; battery_w: N; soc_pct: N; grid_w: N; ev_w: N; heat_pump_w: N; mode: S; reason: S }

export interface ToldCommand { point: string; value: N; state: string; attempt: number; written: boolean | null; value_before: N; value_read: N; error: S; sent_at: S }
export interface Told { device: string; mode: string; parameter: Record<string, number>; author: string; reason: string; override_id: N; starts_at: string; ended_at: S; command: ToldCommand[] }
export interface Explanation {
  planning_run_id: number; starts_at: string; ends_at: string; known_at: string; type: string; verdict: string; author: string; followed: boolean; buy_per_kwh: N; sell_per_kwh: N; price_estimated: boolean;
  load_w: N; pv_w: N; grid_w: N; battery_w: N; soc_pct: N; ev_w: N; heat_pump_w: N; curtailed_w: N; mode: S; reason: string; energy_value_per_kwh: N; next_best_action: S; next_best_extra_cost: N; setpoint: Told[] | null;
  actual_covered: N; actual_grid_w: N; actual_pv_w: N; actual_load_w: N; actual_battery_w: N; actual_ev_w: N; actual_heat_pump_w: N; actual_soc_pct: N; actual_cost: N; plan_cost: N; currency: string;
}

export interface JobRun { job_run_id: number; job: string; title: string; state: string; progress: unknown; result: unknown; error: S; due_at: string; finished_at: S; author: S; duration_ms: N }
export interface Alert {
  alert_id: number; code: string; severity: string; title: string; subject: string; message: string; help: S; latched: boolean; state: string; occurrences: number; opened_at: string; last_seen_at: string;
  acknowledged_by: S; acknowledged_at: S; resolved_at: S; resolved_by: S;
}
export interface Override {
  override_id: number; device: S; kind: string; power_w: N; energy_wh: N; starts_at: string; ends_at: string; author: string; reason: string; created_at: string; cancelled_at: S; cancelled_by: S;
}
export interface Device {
  device: string; class: string; device_model: string; vendor: string; model_name: string; gateway_id: string; host: string; port: number; unit_id: N; enabled: boolean; validated: boolean; validated_at: S; validated_by: S;
  first_seen_at: S; last_seen_at: S; serial_number: S; firmware_version: S; control_state: string; note: S; writes_today: N; most_writes_today: N; silent: boolean;
}
export interface Register {
  device: string; point: string; access: string; space: string; address: N; path: S; encoding: string; unit: S; description: S; value: N; read_at: S; label: S; suspect: boolean; wanted: N; owner_value: N;
}
export interface Latest { device: string; metric: string; value: N; unit: string; kind: string; label: S; measured_at: string; age_s: number; stale: boolean; suspect: boolean }
export interface Month {
  month: string; currency: string; days: number; import_wh: N; export_wh: N; pv_wh: N; load_wh: N; cost: N; no_battery_cost: N; self_consumption_cost: N; plan_cost: N;
  saved_against_no_battery: N; saved_against_self_consumption: N; regret: N; self_sufficiency_pct: N; pv_error_pct: N; load_error_pct: N;
}
export interface Day {
  day: string; currency: string; covered: N; import_wh: N; export_wh: N; pv_wh: N; load_wh: N; ev_wh: N; heat_pump_wh: N; cost: N; plan_cost: N; no_battery_cost: N; self_consumption_cost: N;
  saved_against_no_battery: N; saved_against_self_consumption: N; self_sufficiency_pct: N; own_use_pct: N;
}
export interface SeriesPoint { starts_at: string; mean: N; lowest: N; highest: N; level_s: number; unit: string }
export type RoleName = 'guest' | 'operator' | 'installer' | 'admin';
export interface Invitation { email: string; role: RoleName; invited_at: string; expires_at: string }
export interface Person { email: string; name: string; role: RoleName | null; account_role: RoleName | null; locked: boolean; last_login_at: S; myself: boolean }
export interface Token { name: string; role: RoleName; created_at: string; expires_at: S; last_used_at: S; expired: boolean }
export interface Job {
  job: string; title: string; enabled: boolean; local_times: string[] | null; own_times: boolean; every_s: N; delay_s: N; next_at: S; job_run_id: N; due_at: S; author: S; state: S; started_at: S; finished_at: S;
  duration_ms: N; progress: S; error: S; error_at: S;
}
export interface Market { market_code: string; name: string; time_zone: string; currency: string; country: string }
export interface DeviceModel { device_model: string; vendor: string; name: string; class: string; protocol: string; line: S; note: string; signals: ModelSignal[] | null }
export interface ModelSignal { part: string; signal: string; metric: string }
export interface GatewayModel { gateway_model: string; name: string; protocol: string; connect_timeout_ms: number; response_timeout_ms: number; request_gap_ms: number; max_words: number; idle_timeout_s: number; note: string }
