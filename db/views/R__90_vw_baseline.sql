create or replace view ems.vw_baseline with (security_invoker = true) as
select s.site_id, f.starts_at, f.mean_w, f.p10_w, f.p50_w, f.p90_w, f.level, f.days
from ems.site as s
cross join lateral ems.fn_baseline_consumption(s.site_id, date_bin('15 min', now(), timestamptz 'epoch'), now() + interval '48 hours', now()) as f;
select ems.fn_view_comment('ems.vw_baseline', 'Expected load of the next 48 hours without car and heat pump.', '{ems.site}',
  '{"starts_at": "Start of the slot.", "mean_w": "Mean, W.", "p10_w": "Nine of ten cases are above, W.", "p50_w": "Median, W.", "p90_w": "Nine of ten cases are below, W.", "level": "How well founded it is.", "days": "Days it was learned from."}');
