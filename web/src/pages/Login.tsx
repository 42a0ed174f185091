import { useState, type FormEvent } from 'react';
import { ApiError, request } from '../data/http';
import { useWords, type Language } from '../i18n';
import { Field, Front } from '../components/Front';
import { Problem } from '../components/States';

/** The server keeps the login in cookies this page cannot read. */
export function Login({ onDone, speak }: { onDone: () => void; speak: (language: Language) => void }) {
  const { t } = useWords();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await request('POST', '/rest/rpc/login', { email, password, cookie: true });
      onDone();
    } catch (failure) { setError(failure as ApiError); } finally { setBusy(false); }
  };
  return (
    <Front title={t('login.title')} speak={speak}>
      <form onSubmit={(event) => void submit(event)}>
        <Field label={t('login.email')} type="email" autoComplete="username" value={email} onChange={setEmail} required />
        <Field label={t('login.password')} type="password" autoComplete="current-password" value={password} onChange={setPassword} required />
        {error && <Problem error={error} />}
        <button type="submit" className="primary" disabled={busy} aria-busy={busy}>{t('login.submit')}</button>
      </form>
      <p className="muted">{t('login.forgot')}</p>
    </Front>
  );
}
