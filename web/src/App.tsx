import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { ApiError, onLoggedOut } from './data/http';
import { forget } from './data/query';
import type { Me } from './data/types';
import { firstLanguage, useWords, Words, WordsContext, type Language } from './i18n';
import { go, placeOf, url, useUrl } from './router';
import { isEverywhere, MeContext, SiteContext, whoAmI } from './session';
import { Login } from './pages/Login';
import { Setup } from './pages/Setup';
import { House } from './House';
import { Loading, Problem } from './components/States';

const NewHouse = lazy(() => import('./pages/NewHouse'));

type Who = Me | 'asking' | 'nobody' | ApiError;

/** Language, login, and the house in the URL. */
export function App() {
  const [words, setWords] = useState<Words | null>(null);
  const [who, setWho] = useState<Who>('asking');
  const place = placeOf(useUrl().pathname);

  const speak = useCallback((language: Language) => {
    localStorage.setItem('ems.language', language);
    void Words.of(language).then((next) => { document.documentElement.lang = language; setWords(next); });
  }, []);
  useEffect(() => speak(firstLanguage()), [speak]);

  const ask = useCallback(() => {
    whoAmI().then(setWho, (error: unknown) => setWho(error instanceof ApiError && error.status === 401 ? 'nobody' : (error as ApiError)));
  }, []);
  useEffect(ask, [ask]);
  useEffect(() => onLoggedOut(() => { forget(); setWho('nobody'); }), []);
  useEffect(() => {
    if (!(who instanceof ApiError)) return undefined;
    const timer = window.setTimeout(ask, 3000);
    return () => window.clearTimeout(timer);
  }, [who, ask]);

  if (!words || (who === 'asking' && place.page !== 'setup')) return <div className="boot" role="status">EMS</div>;
  const entered = () => { forget(); setWho('asking'); ask(); if (placeOf(location.pathname).site === null) go('/', true); };
  return (
    <WordsContext.Provider value={words}>
      {place.page === 'setup' ? <Setup onDone={entered} speak={speak} />
        : who === 'nobody' || place.page === 'login' ? <Login onDone={entered} speak={speak} />
        : who instanceof ApiError ? <main className="alone"><Problem alone error={who} retry={ask} /></main>
        : who === 'asking' ? null
        : <Inside me={who} reload={ask} speak={speak} leave={() => { forget(); setWho('nobody'); go('/login', true); }} />}
    </WordsContext.Provider>
  );
}

function Inside({ me, reload, speak, leave }: { me: Me; reload: () => void; speak: (language: Language) => void; leave: () => void }) {
  const place = placeOf(useUrl().pathname);
  const remembered = localStorage.getItem('ems.site');
  const site = me.sites.find((s) => s.site_id === place.site) ?? (place.site === null ? me.sites.find((s) => s.site_id === remembered) ?? me.sites[0] : undefined);
  useEffect(() => {
    if (!site) return;
    localStorage.setItem('ems.site', site.site_id);
    if (place.site === null && place.page !== 'new') go(url(site.site_id, 'dashboard'), true);
  }, [site, place.site, place.page]);
  // an installation without a house begins with one
  if ((place.page === 'new' || me.sites.length === 0) && isEverywhere(me, 'installer')) return <Suspense fallback={<Loading />}><NewHouse done={reload} speak={speak} /></Suspense>;
  if (!site) return <NoSite wanted={place.site} first={me.sites[0]?.site_id} />;
  return (
    <MeContext.Provider value={{ me, reload }}>
      <SiteContext.Provider value={site}>
        <House key={site.site_id} place={place} speak={speak} leave={leave} />
      </SiteContext.Provider>
    </MeContext.Provider>
  );
}

function NoSite({ wanted, first }: { wanted: string | null; first: string | undefined }) {
  const { t } = useWords();
  const error = new ApiError(404, 'no_site', wanted ? t('site.unknown', { site: wanted }) : t('site.none'), null, wanted ? t('site.unknown.hint') : t('site.none.hint'));
  return <main className="alone"><Problem alone error={error} {...(first ? { retry: () => go(url(first, 'dashboard')) } : {})} /></main>;
}
