import { useState, type FormEvent } from 'react';
import { ApiError, request } from '../data/http';
import { useWords, type Language } from '../i18n';
import { useUrl } from '../router';
import { Field, Front } from '../components/Front';
import { Problem } from '../components/States';

/** The first administrator, by the one-time link the server printed. */
export function Setup({ onDone, speak }: { onDone: () => void; speak: (language: Language) => void }) {
  const { t } = useWords();
  const token = useUrl().searchParams.get('token') ?? '';
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await request('POST', '/rest/rpc/setup', { token, email, password, cookie: true });
      onDone();
    } catch (failure) { setError(failure as ApiError); } finally { setBusy(false); }
  };
  return (
    <Front title={t('setup.title')} speak={speak}>
      {token === '' ? <p className="empty">{t('setup.notoken')}</p> : (
        <form onSubmit={(event) => void submit(event)}>
          <p className="muted">{t('setup.intro')}</p>
          <Field label={t('login.email')} type="email" autoComplete="username" value={email} onChange={setEmail} required />
          <Field label={t('login.password')} type="password" autoComplete="new-password" value={password} onChange={setPassword} hint={t('setup.password')} required />
          {error && <Problem error={error} />}
          <button type="submit" className="primary" disabled={busy} aria-busy={busy}>{t('setup.submit')}</button>
        </form>
      )}
    </Front>
  );
}
