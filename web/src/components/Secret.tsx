import { useWords } from '../i18n';
import { say } from './Toasts';

/** Something that is shown this once and stored nowhere. */
export function Secret({ label, value }: { label: string; value: string }) {
  const { t } = useWords();
  // browsers keep the clipboard for HTTPS and this machine; elsewhere the text is marked to be copied by hand
  const copy = async () => { await navigator.clipboard.writeText(value); say(t('secret.copied')); };
  return (
    <div className="secret" role="status">
      <label className="field"><span>{label}</span><input className="code" readOnly value={value} onFocus={(event) => event.target.select()} /><small>{t('secret.once')}</small></label>
      {'clipboard' in navigator && <button type="button" onClick={() => void copy()}>{t('secret.copy')}</button>}
    </div>
  );
}
