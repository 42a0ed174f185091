import { useWords, type Key } from '../i18n';
import { Icon } from './Icon';
import { Link } from './Link';

export interface Step { key: Key; done: boolean; href?: string }

/** The way to a house that runs, with what is done ticked off. */
export function Steps({ steps }: { steps: Step[] }) {
  const { t } = useWords();
  return (
    <ol className="steps">{steps.map(({ key, done, href }) => (
      <li key={key} className={done ? 'done' : ''}><span className="mark">{done && <Icon name="check" size={16} />}</span>{href ? <Link href={href}>{t(key)}</Link> : <span>{t(key)}</span>}<span className="hidden">{t(done ? 'first.done' : 'first.open')}</span></li>
    ))}</ol>
  );
}
