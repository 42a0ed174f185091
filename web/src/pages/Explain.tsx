import { rest } from '../data/http';
import { useQuery } from '../data/query';
import type { Explanation, PlanRun, Slot, Told, ToldCommand } from '../data/types';
import { useFormat } from '../format';
import { useWords, type Key } from '../i18n';
import { useSite } from '../session';
import { Card, Figure } from '../components/Card';
import { Icon } from '../components/Icon';
import { Empty, Rows } from '../components/States';

/** Why a slot is planned as it is, what else might have been done, what was told to devices and read back, and what became of it. */
export function Explain({ slot, step, run }: { slot: Slot; step: (by: 1 | -1) => void; run: PlanRun | undefined }) {
  const site = useSite();
  const { t } = useWords();
  const format = useFormat();
  const query = useQuery<Explanation[]>(slot.planning_run_id == null ? null
    : rest('vw_plan_explanation', { site_id: `eq.${site.site_id}`, planning_run_id: `eq.${slot.planning_run_id}`, starts_at: `eq.${slot.starts_at}` }), { every: 30000, on: ['command', 'plan'] });
  return (
    <Card className="explain" title={t('explain.title')} aside={
      <span className="row">
        <button type="button" className="bare" aria-label={t('explain.before')} onClick={() => step(-1)}><Icon name="left" /></button>
        <button type="button" className="bare" aria-label={t('explain.after')} onClick={() => step(1)}><Icon name="right" /></button>
      </span>}>
      <p className="when"><b>{format.fullDateTime(slot.starts_at)}</b> – {format.time(slot.ends_at)}</p>
      {slot.planning_run_id == null ? <Empty>{t('explain.noplan')}</Empty>
        : <div aria-live="polite"><Rows query={query} empty={t('explain.noplan')}>{([row]) => row && <Why row={row} run={run} />}</Rows></div>}
    </Card>
  );
}

function Why({ row, run }: { row: Explanation; run: PlanRun | undefined }) {
  const { t, code } = useWords();
  const format = useFormat();
  const pairs: [Key, number | null, number | null, (value: number | null) => string][] = [
    ['node.sun', row.pv_w, row.actual_pv_w, format.power], ['node.house', row.load_w, row.actual_load_w, format.power], ['node.battery', row.battery_w, row.actual_battery_w, format.power],
    ['node.grid', row.grid_w, row.actual_grid_w, format.power], ['node.car', row.ev_w, row.actual_ev_w, format.power], ['node.heat', row.heat_pump_w, row.actual_heat_pump_w, format.power],
    ['plan.soc', row.soc_pct, row.actual_soc_pct, (value) => format.percent(value)], ['word.cost', row.plan_cost, row.actual_cost, (value) => format.money(value)],
  ];
  return (
    <>
      <p className="reason"><b>{code('mode', row.mode)}</b> – {code('reason', row.reason)}.</p>
      <dl className="figures">
        <Figure label={t('plan.buy')} value={format.price(row.buy_per_kwh)} note={row.price_estimated ? t('tag.estimated') : undefined} />
        <Figure label={t('plan.sell')} value={format.price(row.sell_per_kwh)} />
        <Figure label={t('explain.value')} value={format.price(row.energy_value_per_kwh)} />
      </dl>
      {row.next_best_action && <p>{t('explain.next', { action: code('next', row.next_best_action), cost: format.money(row.next_best_extra_cost) })}</p>}
      <table>
        <thead><tr><th scope="col"><span className="hidden">{t('word.what')}</span></th><th scope="col" className="num">{t('word.planned')}</th><th scope="col" className="num">{t('word.measured')}</th></tr></thead>
        <tbody>{pairs.filter(([, planned, actual]) => planned != null || actual != null).map(([key, planned, actual, write]) => (
          <tr key={key}><th scope="row">{t(key)}</th><td className="num">{write(planned)}</td><td className="num">{write(actual)}</td></tr>
        ))}</tbody>
      </table>
      <h3>{t('explain.told')}</h3>
      {!row.setpoint?.length ? <Empty>{t(new Date(row.starts_at).getTime() > Date.now() ? 'explain.later' : 'explain.nothing')}</Empty> : (
        <ul className="told">{lasts(row.setpoint).map((told) => (
          <li key={`${told.device}${told.starts_at}`}>
            <b>{told.device}</b> · {code('mode', told.mode)} <small className="muted">{told.author === 'plan' ? code('reason', told.reason) : `${told.author}: ${told.reason}`}</small>
            {told.command.length > 0 && <details><summary>{t('explain.writes', { n: told.command.length, ok: told.command.filter((each) => each.state === 'verified').length })}</summary>
              <ul>{told.command.map((command, n) => <li key={n}><Command command={command} /></li>)}</ul></details>}
          </li>
        ))}</ul>
      )}
      <p className="muted"><small>{t('explain.run', { run: row.planning_run_id, at: format.dateTime(row.known_at), who: row.author })}{run?.gap != null && ` ${t('explain.gap', { gap: format.percent(run.gap * 100, 2) })}`}</small></p>
    </>
  );
}

/** Of each device what it was told last, with every write of the slot. */
function lasts(told: Told[]): Told[] {
  const devices = [...new Set(told.map((each) => each.device))];
  return devices.map((device) => {
    const own = told.filter((each) => each.device === device);
    return { ...(own[own.length - 1] as Told), command: own.flatMap((each) => each.command) };
  });
}

const tone = (state: string) => (state === 'verified' ? 'good' : state === 'failed' || state === 'timeout' ? 'bad' : 'warn');

function Command({ command }: { command: ToldCommand }) {
  const { t, code } = useWords();
  const format = useFormat();
  return (
    <>
      <code>{command.point}</code> = {format.number(command.value, 2)} <span className={`chip ${tone(command.state)}`}>{code('state', command.state)}</span>
      {command.value_read != null && <small className="muted"> {t('explain.read', { value: format.number(command.value_read, 2) })}</small>}
      {command.error && <small className="bad"> {command.error}</small>}
    </>
  );
}
