import { lazy, Suspense, useEffect, useRef } from 'react';
import { follow } from './data/live';
import { rest } from './data/http';
import { useQuery } from './data/query';
import type { Now } from './data/types';
import { useWords, type Language } from './i18n';
import { useSite } from './session';
import type { Place } from './router';
import { Shell } from './components/Shell';
import { Loading, Problem } from './components/States';
import { Toasts } from './components/Toasts';
import { Dashboard } from './pages/Dashboard';

const Planning = lazy(() => import('./pages/Planning'));
const Control = lazy(() => import('./pages/Control'));
const Savings = lazy(() => import('./pages/Savings'));
const Telemetry = lazy(() => import('./pages/Telemetry'));
const Devices = lazy(() => import('./pages/Devices'));
const Alerts = lazy(() => import('./pages/Alerts'));
const Settings = lazy(() => import('./pages/Settings'));

/** One house: its live state around the page that is open. */
export function House({ place, speak, leave }: { place: Place; speak: (language: Language) => void; leave: () => void }) {
  const site = useSite();
  const { t } = useWords();
  const heading = useRef<HTMLElement>(null);
  useEffect(() => follow(site.site_id), [site.site_id]);
  const now = useQuery<Now[]>(rest('vw_page_now', { site_id: `eq.${site.site_id}` }), { every: 2000, on: ['telemetry', 'plan', 'command', 'alert'] });
  const row = now.data?.[0];
  const page = place.page;
  const first = useRef(true);
  useEffect(() => {
    document.title = `${page === 'unknown' ? '404' : t(`page.${page as 'plan'}`)} · ${site.name}`;
    // After a change of page the keyboard starts at its top.
    if (first.current) first.current = false; else { heading.current?.focus({ preventScroll: true }); window.scrollTo(0, 0); }
  }, [page, site.name, t]);

  return (
    <Shell place={place} now={row} speak={speak} leave={leave}>
      <main id="main" ref={heading} tabIndex={-1}>
        {row?.locked && <p className="banner bad" role="alert">{t('banner.locked')}</p>}
        {row && row.control_mode !== 'control' && <p className="banner">{t('banner.observe')}</p>}
        <Suspense fallback={<Loading />}>
          {page === 'dashboard' ? (row ? <Dashboard now={row} /> : now.error ? <Problem error={now.error} retry={now.reload} /> : <Loading />)
            : page === 'plan' ? <Planning />
            : page === 'control' ? <Control now={row} />
            : page === 'savings' ? <Savings />
            : page === 'telemetry' ? <Telemetry />
            : page === 'devices' ? <Devices device={place.rest[0] ?? null} />
            : page === 'alerts' ? <Alerts now={row} />
            : page === 'settings' ? <Settings section={place.rest[0] ?? 'house'} now={row} leave={leave} speak={speak} />
            : <h1>{t('page.unknown')}</h1>}
        </Suspense>
      </main>
      <Toasts />
    </Shell>
  );
}
