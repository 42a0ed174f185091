import type { Now } from '../data/types';
import { useWords, type Language } from '../i18n';
import { url } from '../router';
import { useMay, useMe, useSite } from '../session';
import { Link } from '../components/Link';
import { Account } from './Account';
import { Configuration } from './Configuration';
import { HouseSettings } from './HouseSettings';
import { Jobs } from './Jobs';
import { People } from './People';
import { Tariff } from './Tariff';
import { Tokens } from './Tokens';

const sections = ['house', 'tariff', 'jobs', 'configuration', 'people', 'tokens', 'account'] as const;

/** What a house is and how it is run; each part has its own URL. */
export default function Settings({ section, now, leave, speak }: { section: string; now: Now | undefined; leave: () => void; speak: (language: Language) => void }) {
  const site = useSite();
  const { t } = useWords();
  const { me } = useMe();
  const installer = useMay('installer');
  const operator = useMay('operator');
  const admin = useMay('admin');
  const known = me.user.user_id !== '';
  const open = sections.filter((each) => ({ house: true, tariff: operator, jobs: true, configuration: installer, people: admin, tokens: known, account: known })[each]);
  return (
    <div className="stack">
      <h1>{t('page.settings')}</h1>
      <nav className="choices" aria-label={t('page.settings')}>
        {open.map((each) => <Link key={each} className="button pill" href={url(site.site_id, 'settings', each === 'house' ? '' : `/${each}`)} aria-current={section === each ? 'page' : undefined}>{t(`settings.${each}`)}</Link>)}
      </nav>
      {section === 'tariff' ? <Tariff /> : section === 'configuration' ? <Configuration /> : section === 'jobs' ? <Jobs /> : section === 'people' && admin ? <People /> : section === 'tokens' ? <Tokens />
        : section === 'account' ? <Account leave={leave} speak={speak} /> : <HouseSettings now={now} speak={speak} />}
    </div>
  );
}
