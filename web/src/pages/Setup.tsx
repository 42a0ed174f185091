import { useWords, type Language } from '../i18n';
import { useUrl } from '../router';
import { Enter, Front } from '../components/Front';

/** A new account by a one-time link: the first administrator by the one the server printed, somebody invited by theirs. */
export function Setup({ onDone, speak }: { onDone: () => void; speak: (language: Language) => void }) {
  const { t } = useWords();
  const { searchParams } = useUrl();
  const token = searchParams.get('token') ?? '';
  const invited = searchParams.get('email') ?? '';
  return (
    <Front title={t('setup.title')} speak={speak}>
      {token === '' ? <p className="empty">{t('setup.notoken')}</p> : <><p className="muted">{t(invited ? 'setup.invited' : 'setup.intro')}</p><Enter token={token} invited={invited} onDone={onDone} /></>}
    </Front>
  );
}
