import { useState } from 'react';
import { request } from '../data/http';
import { languages, useWords, type Language } from '../i18n';
import { useMe } from '../session';
import { Card } from '../components/Card';
import { Choice, Field } from '../components/Field';
import { Form } from '../components/Form';
import { Icon } from '../components/Icon';
import { say, sayError } from '../components/Toasts';

/** The one who is logged in: password, language, leaving. */
export function Account({ leave, speak }: { leave: () => void; speak: (language: Language) => void }) {
  const { t, language, code } = useWords();
  const { me } = useMe();
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const change = async () => {
    await request('POST', '/rest/rpc/change_password', { old_password: old, new_password: fresh });
    say(t('account.changed'));
    setOld('');
    setFresh('');
  };
  const out = async () => {
    try { await request('POST', '/rest/rpc/logout', {}); leave(); } catch (failure) { sayError(failure); }
  };
  return (
    <div className="stack two">
      <Card title={me.user.name || me.user.email}>
        <p className="muted">{me.user.email} · {code('role', me.user.role.replace(/^ems_/, ''))}</p>
        <Choice label={t('nav.language')} value={language} onChange={(next) => speak(next as Language)}>{languages.map(({ code: each, name }) => <option key={each} value={each}>{name}</option>)}</Choice>
        <button type="button" onClick={() => void out()}><Icon name="out" size={18} />{t('account.logout')}</button>
      </Card>
      <Card title={t('account.password')}>
        <Form submit={t('account.change')} work={change}>
          <Field label={t('account.old')} type="password" autoComplete="current-password" value={old} onChange={setOld} required />
          <Field label={t('account.new')} type="password" autoComplete="new-password" value={fresh} onChange={setFresh} hint={t('setup.password')} required />
        </Form>
      </Card>
    </div>
  );
}
