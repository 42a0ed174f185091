import { useWords, type Language } from '../i18n';
import { useUrl } from '../router';
import { Enter, Front } from '../components/Front';

/** The first administrator, by the one-time link the server printed. */
export function Setup({ onDone, speak }: { onDone: () => void; speak: (language: Language) => void }) {
  const { t } = useWords();
  const token = useUrl().searchParams.get('token') ?? '';
  return (
    <Front title={t('setup.title')} speak={speak}>
      {token === '' ? <p className="empty">{t('setup.notoken')}</p> : <><p className="muted">{t('setup.intro')}</p><Enter token={token} onDone={onDone} /></>}
    </Front>
  );
}
