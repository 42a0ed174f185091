import { useState, type ReactNode } from 'react';
import { useConnection } from '../data/live';
import type { Now } from '../data/types';
import { useWords, type Language } from '../i18n';
import { go, pages, url, type Page, type Place } from '../router';
import { useMe, useSite } from '../session';
import { Looks } from './Looks';
import { Icon } from './Icon';
import { Link } from './Link';

const onPhone: Page[] = ['dashboard', 'plan', 'control', 'savings'];

interface Props { place: Place; now: Now | undefined; speak: (language: Language) => void; leave: () => void; children: ReactNode }

/** Head, navigation and the page between: at the foot on a phone, at the side where there is room. */
export function Shell({ place, now, speak, children }: Props) {
  const { t } = useWords();
  const { me } = useMe();
  const site = useSite();
  const connection = useConnection();
  const [more, setMore] = useState(false);
  const item = (page: Page) => (
    <li key={page} className={onPhone.includes(page) ? '' : 'beyond'}>
      <Link href={url(site.site_id, page)} aria-current={place.page === page ? 'page' : undefined} onClick={() => setMore(false)}>
        <span className="mark"><Icon name={page} size={22} />{page === 'alerts' && !!now?.alerts && <b className="count" aria-label={t('alerts.open', { n: now.alerts })}>{now.alerts}</b>}</span>
        <span>{t(`page.${page}`)}</span>
      </Link>
    </li>
  );
  const hidden = pages.filter((page) => !onPhone.includes(page));
  return (
    <div className="shell">
      <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus(); }}>{t('nav.skip')}</a>
      <header className="head">
        {me.sites.length > 1 ? (
          <select className="site" aria-label={t('nav.site')} value={site.site_id} onChange={(event) => go(url(event.target.value, pages.find((page) => page === place.page) ?? 'dashboard'))}>
            {me.sites.map((other) => <option key={other.site_id} value={other.site_id}>{other.name}</option>)}
          </select>
        ) : <span className="site">{site.name}</span>}
        {site.simulated && <span className="tag">{t('tag.simulated')}</span>}
        <span className={`connection ${connection}`} role="status"><i />{t(`connection.${connection}`)}</span>
        <span className="tools"><Looks speak={speak} /></span>
      </header>
      <nav className={more ? 'nav open' : 'nav'} aria-label={t('nav.main')}>
        <p className="brand" aria-hidden="true">EMS</p>
        <ul>
          {pages.map(item)}
          <li className="more">
            <button type="button" aria-expanded={more} className={hidden.includes(place.page as Page) ? 'current' : ''} onClick={() => setMore(!more)}>
              <span className="mark"><Icon name="more" size={22} />{!!now?.alerts && <b className="count">{now.alerts}</b>}</span><span>{t('nav.more')}</span>
            </button>
          </li>
        </ul>
      </nav>
      {children}
    </div>
  );
}
