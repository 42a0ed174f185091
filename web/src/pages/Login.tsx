import { useWords, type Language } from '../i18n';
import { Enter, Front } from '../components/Front';

export function Login({ onDone, speak }: { onDone: () => void; speak: (language: Language) => void }) {
  const { t } = useWords();
  return <Front title={t('login.title')} speak={speak}><Enter onDone={onDone} /><p className="muted">{t('login.forgot')}</p></Front>;
}
