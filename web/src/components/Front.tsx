import { useState, type ReactNode } from 'react';
import { request } from '../data/http';
import { languages, useWords, type Language } from '../i18n';
import { Field } from './Field';
import { Form } from './Form';

/** The page before there is a house to show: one card, and the choice of language. */
export function Front({ title, speak, wide = false, children }: { title: string; speak: (language: Language) => void; wide?: boolean; children: ReactNode }) {
  const { language } = useWords();
  return (
    <main className="alone">
      <div className={`card front ${wide ? 'broad' : ''}`}>
        <p className="logo" aria-hidden="true">EMS</p>
        <h1>{title}</h1>
        {children}
        <p className="row languages">
          {languages.map(({ code, name }) => (
            <button key={code} type="button" className="bare" lang={code} aria-pressed={language === code} onClick={() => speak(code)}>{name}</button>
          ))}
        </p>
      </div>
    </main>
  );
}

/** Address and password; the server keeps the login in cookies this page cannot read. `token`: of a one-time link, which makes the account; an invitation says for which address. */
export function Enter({ token, invited = '', onDone }: { token?: string; invited?: string; onDone: () => void }) {
  const { t } = useWords();
  const [email, setEmail] = useState(invited);
  const [password, setPassword] = useState('');
  const enter = async () => {
    await request('POST', token ? '/rest/rpc/setup' : '/rest/rpc/login', { ...(token ? { token } : {}), email, password, cookie: true });
    onDone();
  };
  return (
    <Form submit={t(token ? 'setup.submit' : 'login.submit')} work={enter}>
      <Field label={t('login.email')} type="email" autoComplete="username" value={email} onChange={setEmail} required readOnly={invited !== ''} />
      <Field label={t('login.password')} type="password" autoComplete={token ? 'new-password' : 'current-password'} value={password} onChange={setPassword} required {...(token ? { hint: t('setup.password') } : {})} />
    </Form>
  );
}
