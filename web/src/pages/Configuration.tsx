import { useState } from 'react';
import { requestText } from '../data/http';
import { useWords } from '../i18n';
import { useMay, useSite } from '../session';
import { Card } from '../components/Card';
import { useSend } from '../components/Form';
import { Icon } from '../components/Icon';
import { Problem } from '../components/States';
import { say } from '../components/Toasts';

/** The house as one YAML document: taken out, looked through, tried, put back. */
export function Configuration() {
  const site = useSite();
  const { t } = useWords();
  const may = useMay('installer');
  const [text, setText] = useState<string | null>(null);
  const [answer, setAnswer] = useState<string | null>(null);
  const [tried, setTried] = useState<string | null>(null);
  const { busy, error, send } = useSend();
  const path = `/api/v1/sites/${encodeURIComponent(site.site_id)}/configuration`;
  const load = () => send(async () => { setText(await requestText('GET', path, undefined, { Accept: 'application/yaml' })); setAnswer(null); setTried(null); });
  const put = (dry: boolean) => send(async () => {
    const said = await requestText('PUT', `${path}?dry_run=${dry}`, text ?? '', { 'Content-Type': 'application/yaml' });
    setAnswer(said);
    setTried(dry ? text : null);
    if (!dry) say(t('configuration.done'));
  });
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text ?? ''], { type: 'application/yaml' }));
    link.download = `${site.site_id}.yaml`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <Card title={t('settings.configuration')}>
      <p className="muted">{t('configuration.intro')}</p>
      <div className="row">
        <button type="button" disabled={busy} onClick={() => void load()}><Icon name="refresh" size={18} />{t('configuration.load')}</button>
        {text !== null && <button type="button" onClick={save}><Icon name="download" size={18} />{t('configuration.save')}</button>}
        {may && <label className="button">{t('configuration.open')}<input className="hidden" type="file" accept=".yaml,.yml,text/yaml" onChange={(event) => { const file = event.target.files?.[0]; if (file) void file.text().then((next) => { setText(next); setTried(null); setAnswer(null); }); }} /></label>}
      </div>
      {text !== null && <label className="field"><span>{site.site_id}.yaml</span><textarea spellCheck={false} readOnly={!may} value={text} onChange={(event) => { setText(event.target.value); setTried(null); }} /></label>}
      {error && <Problem error={error} />}
      {answer !== null && <><h3>{t(tried === null ? 'configuration.applied' : 'configuration.would')}</h3><pre className="scroll" tabIndex={0}>{readable(answer)}</pre></>}
      {may && text !== null && <div className="row">
        <button type="button" disabled={busy} onClick={() => void put(true)}>{t('configuration.try')}</button>
        <button type="button" className="primary" disabled={busy || tried !== text} title={tried === text ? undefined : t('configuration.first')} onClick={() => void put(false)}>{t('configuration.apply')}</button>
      </div>}
    </Card>
  );
}

function readable(text: string): string {
  try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
}
