import type { Query } from '../data/query';
import type { PlanRun } from '../data/types';
import { useFormat } from '../format';
import { useWords } from '../i18n';
import { setQuery, useUrl } from '../router';
import { Card } from '../components/Card';
import { Rows } from '../components/States';

/** The last plans: what they cost, what they were measured against, how near to the best possible they are proven; any of them can be laid over the one in force. */
export function PlanRuns({ runs }: { runs: Query<PlanRun[]> }) {
  const { t, code } = useWords();
  const format = useFormat();
  const compare = useUrl().searchParams.get('compare');
  return (
    <Card title={t('runs.title')}>
      <Rows query={runs} empty={t('plan.none')}>{(rows) => (
        <div className="scroll" tabIndex={0} role="group" aria-label={t('runs.title')}>
          <table>
            <thead><tr><th scope="col">{t('runs.made')}</th><th scope="col" className="num">{t('runs.cost')}</th><th scope="col" className="num">{t('runs.self')}</th><th scope="col" className="num">{t('runs.gap')}</th><th scope="col">{t('runs.verdict')}</th><th scope="col">{t('runs.compare')}</th></tr></thead>
            <tbody>{rows.slice(0, 12).map((run) => (
              <tr key={run.planning_run_id}>
                <td>{format.dateTime(run.known_at)} <small className="muted">{code('job', `plan_${run.type}`)}</small></td>
                <td className="num">{format.money(run.cost)}</td><td className="num">{format.money(run.self_consumption_cost)}</td><td className="num">{format.percent(run.gap == null ? null : run.gap * 100, 2)}</td>
                <td>{run.current ? <span className="chip good">{t('runs.current')}</span> : run.accepted ? <span className="chip">{t('runs.accepted')}</span> : <span className="chip warn" title={run.verdict}>{t('runs.refused')}</span>}</td>
                <td>{run.accepted && !run.current && <button type="button" aria-pressed={compare === String(run.planning_run_id)}
                  onClick={() => setQuery({ compare: compare === String(run.planning_run_id) ? null : String(run.planning_run_id) })}>{t('runs.lay')}</button>}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}</Rows>
    </Card>
  );
}
