import { useState, type FormEvent } from 'react';
import { ApiError, request } from '../data/http';
import { languages, useWords, type Language } from '../i18n';
import { useMe } from '../session';
import { Card } from '../components/Card';
import { Field } from '../components/Front';
import { Icon } from '../components/Icon';
import { Problem } from '../components/States';
import { say, sayError } from '../components/Toasts';

/** The one who is logged in: password, language, leaving. */
export function Account({ leave, speak }: { leave: () => void; speak: (language: Language) => void }) {
  const { t, language, code } = useWords();
  const { me } = useMe();
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const change = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await request('POST', '/rest/rpc/change_password', { old_password: old, new_password: fresh });
      say(t('account.changed'));
      setOld('');
      setFresh('');
    } catch (failure) { setError(failure as ApiError); } finally { setBusy(false); }
  };
  const out = async () => {
    try { await request('POST', '/rest/rpc/logout', {}); leave(); } catch (failure) { sayError(failure); }
  };
  return (
    <div className="stack two">
      <Card title={me.user.name || me.user.email}>
        <p className="muted">{me.user.email} · {code('role', me.user.role.replace(/^ems_/, ''))}</p>
        <label className="field"><span>{t('nav.language')}</span><select value={language} onChange={(event) => speak(event.target.value as Language)}>{languages.map(({ code: each, name }) => <option key={each} value={each}>{name}</option>)}</select></label>
        <button type="button" onClick={() => void out()}><Icon name="out" size={18} />{t('account.logout')}</button>
      </Card>
      <Card title={t('account.password')}>
        <form onSubmit={(event) => void change(event)}>
          <Field label={t('account.old')} type="password" autoComplete="current-password" value={old} onChange={setOld} required />
          <Field label={t('account.new')} type="password" autoComplete="new-password" value={fresh} onChange={setFresh} hint={t('setup.password')} required />
          {error && <Problem error={error} />}
          <button type="submit" className="primary" disabled={busy}>{t('account.change')}</button>
        </form>
      </Card>
    </div>
  );
}
