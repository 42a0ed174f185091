import { useSyncExternalStore } from 'react';
import { Icon } from './Icon';
import { ApiError } from '../data/http';
import { useWords } from '../i18n';

interface Toast { id: number; text: string; bad: boolean }
let toasts: Toast[] = [];
let last = 0;
const watchers = new Set<() => void>();
const set = (next: Toast[]) => { toasts = next; watchers.forEach((watcher) => watcher()); };

export function say(text: string, bad = false) {
  const id = ++last;
  set([...toasts, { id, text, bad }]);
  window.setTimeout(() => set(toasts.filter((toast) => toast.id !== id)), bad ? 10000 : 5000);
}
/** Says a refusal: the server's message and its hint. */
export function sayError(error: unknown) {
  say(error instanceof ApiError ? [error.message, error.hint].filter(Boolean).join(' — ') : String(error), true);
}

/** What came of the last actions; read aloud by screen readers. */
export function Toasts() {
  const { t } = useWords();
  const shown = useSyncExternalStore((watcher) => { watchers.add(watcher); return () => { watchers.delete(watcher); }; }, () => toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((toast) => (
        <p key={toast.id} className={toast.bad ? 'toast bad' : 'toast'}>
          <Icon name={toast.bad ? 'warn' : 'check'} /><span>{toast.text}</span>
          <button type="button" className="bare" aria-label={t('action.close')} onClick={() => set(toasts.filter((other) => other.id !== toast.id))}><Icon name="close" size={16} /></button>
        </p>
      ))}
    </div>
  );
}
