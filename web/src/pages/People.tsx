import { useState } from 'react';
import { request, rest } from '../data/http';
import { useQuery } from '../data/query';
import type { Invitation, Person } from '../data/types';
import { useFormat } from '../format';
import { useWords } from '../i18n';
import { roles, useEverywhere, useSite } from '../session';
import { Card } from '../components/Card';
import { Choice, Field } from '../components/Field';
import { Form, useSend } from '../components/Form';
import { Icon } from '../components/Icon';
import { Problem, Rows } from '../components/States';
import { Secret } from '../components/Secret';
import { say } from '../components/Toasts';

interface Told { email: string; password?: string; token?: string }

/** Who may look at this house and what they may do; who runs the installation sees every account. */
export function People() {
  const site = useSite();
  const { t } = useWords();
  const everywhere = useEverywhere('admin');
  const list = useQuery<Person[]>(rest('rpc/user_list', { p_site_id: site.site_id }));
  const invited = useQuery<Invitation[]>(rest('rpc/invitation_list', { p_site_id: site.site_id }));
  const [told, setTold] = useState<Told | null>(null);
  const tell = (next: Told | null) => { setTold(next); list.reload(); invited.reload(); };
  return (
    <div className="stack two">
      <Card className="wide" title={t('settings.people')}>
        {told?.password !== undefined && <Secret label={t('people.password', { email: told.email })} value={told.password} />}
        {told?.token !== undefined && <Secret label={t('people.link', { email: told.email })} value={`${location.origin}/setup?${new URLSearchParams({ token: told.token, email: told.email }).toString()}`} />}
        <Rows query={list} empty="–">{(rows) => <ul className="people">{rows.map((row) => <Entry key={row.email} row={row} everywhere={everywhere} tell={tell} />)}</ul>}</Rows>
        {(invited.data ?? []).length > 0 && <>
          <h3>{t('people.invited')}</h3>
          <ul className="people">{invited.data?.map((row) => <Invited key={row.email} row={row} tell={tell} />)}</ul>
        </>}
      </Card>
      <Card title={t('people.add')}><Add everywhere={everywhere} tell={tell} /></Card>
      <Card title={t('people.roles')}>
        <dl className="facts one">{roles.map((role) => <div key={role}><dt>{t(`role.${role}`)}</dt><dd>{t(`role.${role}.may`)}</dd></div>)}</dl>
      </Card>
    </div>
  );
}

/** What somebody is: nobody here, a role in this house, or (for who runs the installation) one in every house. */
function Roles({ everywhere }: { everywhere: boolean }) {
  const { t } = useWords();
  const each = (where: string) => roles.map((role) => <option key={role} value={`${where}:${role}`}>{t(`role.${role}`)}</option>);
  return everywhere ? <><optgroup label={t('people.here')}>{each('here')}</optgroup><optgroup label={t('people.everywhere')}>{each('all')}</optgroup></> : <>{each('here')}</>;
}

function Entry({ row, everywhere, tell }: { row: Person; everywhere: boolean; tell: (told: Told | null) => void }) {
  const site = useSite();
  const { t } = useWords();
  const format = useFormat();
  const { busy, error, send } = useSend();
  const call = <T,>(door: string, body: object) => request<T>('POST', `/rest/rpc/${door}`, { p_email: row.email, ...body });
  const become = (value: string) => send(async () => {
    const [where, role = null] = value.split(':');
    if (where === 'all') await call('user_role', { p_role: role });
    else {
      if (row.account_role) await call('user_role', { p_role: null });
      await call('member_set', { p_site_id: site.site_id, p_role: role });
    }
    say(t('people.changed'));
    tell(null);
  });
  const fixed = row.myself || (!everywhere && row.account_role !== null);
  const is = row.account_role ? `all:${row.account_role}` : row.role ? `here:${row.role}` : 'none';
  return (
    <li>
      <span className="who"><b>{row.name || row.email}</b><small className="muted">{[row.name ? row.email : null, row.last_login_at ? t('people.seen', { ago: format.ago(row.last_login_at) }) : null].filter(Boolean).join(' · ')}</small></span>
      {row.locked && <span className="chip bad">{t('people.locked')}</span>}
      {fixed ? <span className="row">{[row.myself && t('people.myself'), row.role && t(`role.${row.role}`), row.account_role && t('people.everywhere')].filter(Boolean).map((each) => <span key={each as string} className="chip">{each}</span>)}</span> : <>
        <select aria-label={t('people.role', { who: row.email })} value={is} disabled={busy} onChange={(event) => void become(event.target.value)}><option value="none">{t('people.none')}</option><Roles everywhere={everywhere} /></select>
        {everywhere && <>
          <button type="button" disabled={busy} onClick={() => void send(async () => tell(await call<Told>('user_password', {})))}>{t('people.newpassword')}<span className="hidden"> {row.email}</span></button>
          <button type="button" className={row.locked ? '' : 'danger'} disabled={busy} onClick={() => void send(async () => { await call('user_lock', { p_locked: !row.locked }); tell(null); })}>
            <Icon name="lock" size={18} />{t(row.locked ? 'people.unlock' : 'people.lock')}<span className="hidden"> {row.email}</span></button>
        </>}
      </>}
      {error && <Problem error={error} />}
    </li>
  );
}

/** Somebody who has a link and has not used it; the link itself is nobody's to see again. */
function Invited({ row, tell }: { row: Invitation; tell: (told: Told | null) => void }) {
  const site = useSite();
  const { t } = useWords();
  const format = useFormat();
  const { busy, error, send } = useSend();
  const call = <T,>(door: string, body: object) => request<T>('POST', `/rest/rpc/${door}`, { p_site_id: site.site_id, p_email: row.email, ...body });
  return (
    <li>
      <span className="who"><b>{row.email}</b><small className="muted">{t('people.until', { at: format.dateTime(row.expires_at) })}</small></span>
      <span className="chip">{t(`role.${row.role}`)}</span>
      <button type="button" disabled={busy} onClick={() => void send(async () => tell(await call<Told>('invite', { p_role: row.role })))}>{t('people.newlink')}<span className="hidden"> {row.email}</span></button>
      <button type="button" className="danger" disabled={busy} onClick={() => void send(async () => { await call('invitation_revoke', {}); tell(null); })}>{t('people.takeback')}<span className="hidden"> {row.email}</span></button>
      {error && <Problem error={error} />}
    </li>
  );
}

function Add({ everywhere, tell }: { everywhere: boolean; tell: (told: Told | null) => void }) {
  const site = useSite();
  const { t } = useWords();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState('here:operator');
  const add = async () => {
    const [where, chosen = null] = role.split(':');
    // a role in one house is an invitation; one in all is an account with a password that is made here
    const told = where === 'all' ? await request<Told>('POST', '/rest/rpc/user_add', { p_email: email, p_name: name, p_role: chosen })
      : await request<Told>('POST', '/rest/rpc/invite', { p_site_id: site.site_id, p_email: email, p_role: chosen });
    say(t(told.token === undefined ? 'people.added' : 'people.linked', { who: name || email }));
    tell(told);
    setEmail('');
    setName('');
  };
  return (
    <Form submit={t('people.add')} work={add}>
      <Field label={t('login.email')} type="email" value={email} onChange={setEmail} required hint={t('people.known')} />
      {role.startsWith('all') && <Field label={t('house.name')} value={name} onChange={setName} hint={t('people.made')} />}
      <Choice label={t('people.what')} value={role} onChange={setRole}><Roles everywhere={everywhere} /></Choice>
    </Form>
  );
}
