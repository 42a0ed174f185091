import { useState } from 'react';
import { request } from '../data/http';
import { useQuery } from '../data/query';
import type { Token } from '../data/types';
import { useFormat } from '../format';
import { useWords } from '../i18n';
import { rolesUpTo, useMe } from '../session';
import { Card } from '../components/Card';
import { Choice, Field } from '../components/Field';
import { Form } from '../components/Form';
import { Rows } from '../components/States';
import { Secret } from '../components/Secret';
import { say, sayError } from '../components/Toasts';

const lives = [30, 90, 365] as const;

/** One's own tokens for programs: no more than oneself, shown once, ended at any time. */
export function Tokens() {
  const { t } = useWords();
  const format = useFormat();
  const list = useQuery<Token[]>('/rest/rpc/token_list');
  const [made, setMade] = useState<{ name: string; token: string } | null>(null);
  const revoke = async (name: string) => {
    try {
      await request('POST', '/rest/rpc/token_revoke', { p_name: name });
      say(t('tokens.revoked', { name }));
      setMade(null);
      list.reload();
    } catch (error) { sayError(error); }
  };
  return (
    <div className="stack two">
      <Card className="wide" title={t('settings.tokens')}>
        <p className="muted">{t('tokens.intro')}</p>
        {made && <Secret label={t('tokens.made', { name: made.name })} value={made.token} />}
        <Rows query={list} empty={t('tokens.none')}>{(rows) => (
          <ul className="people">{rows.map((row) => (
            <li key={row.name}>
              <span className="who"><b>{row.name}</b><small className="muted">{t(`role.${row.role}`)} · {row.expires_at ? t('tokens.until', { at: format.dateTime(row.expires_at) }) : t('tokens.open')} · {row.last_used_at ? t('tokens.used', { ago: format.ago(row.last_used_at) }) : t('tokens.unused')}</small></span>
              {row.expired && <span className="chip warn">{t('tokens.expired')}</span>}
              <button type="button" className="danger" onClick={() => void revoke(row.name)}>{t('tokens.revoke')}<span className="hidden"> {row.name}</span></button>
            </li>
          ))}</ul>
        )}</Rows>
      </Card>
      <Card title={t('tokens.make')}><Make made={(next) => { setMade(next); list.reload(); }} /></Card>
    </div>
  );
}

function Make({ made }: { made: (token: { name: string; token: string }) => void }) {
  const { t } = useWords();
  const { me } = useMe();
  const [name, setName] = useState('');
  const [role, setRole] = useState('guest');
  const [life, setLife] = useState('90');
  const make = async () => {
    made(await request('POST', '/rest/rpc/token_make', { p_name: name, p_role: role, p_days: life === '' ? null : Number(life) }));
    setName('');
  };
  return (
    <Form submit={t('tokens.make')} work={make}>
      <Field label={t('house.name')} value={name} onChange={setName} pattern="[a-z0-9][a-z0-9_.\-]*" hint={t('tokens.name')} required />
      <Choice label={t('tokens.role')} value={role} onChange={setRole}>{rolesUpTo(me.user.role).map((each) => <option key={each} value={each}>{t(`role.${each}`)}</option>)}</Choice>
      <Choice label={t('tokens.life')} value={life} onChange={setLife}>{lives.map((days) => <option key={days} value={days}>{t('tokens.days', { n: days })}</option>)}<option value="">{t('tokens.open')}</option></Choice>
    </Form>
  );
}
