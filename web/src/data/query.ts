import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, request } from './http';
import { connection, listen, reached, type EventName } from './live';

export interface Query<T> { data: T | undefined; error: ApiError | undefined; reload: () => void }
interface Options {
  /** Asked again after so many ms; while events arrive ten times as long. */
  every?: number;
  /** Events that make it ask at once, at most every 400 ms: with the server's own half a second a change is on the screen within one. */
  on?: EventName[];
}

const cache = new Map<string, unknown>();

/** Reads `path`, again and again where asked to. The last answer stays when a later one fails; null asks nothing. */
export function useQuery<T>(path: string | null, { every, on }: Options = {}): Query<T> {
  const [answer, setAnswer] = useState<{ path: string | null; data: T | undefined; error: ApiError | undefined }>({ path: null, data: undefined, error: undefined });
  const [turn, setTurn] = useState(0);
  const asked = useRef(0);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  const events = on?.join() ?? '';

  useEffect(() => {
    if (!path) return undefined;
    let ended = false;
    let timer = 0;
    let late = 0;
    const ask = async () => {
      window.clearTimeout(timer);
      asked.current = Date.now();
      let error: ApiError | undefined;
      try {
        cache.set(path, await request<T>('GET', path));
        reached(true);
      } catch (failure) {
        error = failure instanceof ApiError ? failure : new ApiError(0, 'page', String(failure), null, null);
        reached(error.status !== 0);
      }
      if (ended) return;
      setAnswer({ path, data: cache.get(path) as T | undefined, error });
      if (every) timer = window.setTimeout(ask, connection() === 'live' && !error ? every * 10 : every);
    };
    const soon = () => {
      if (document.hidden) return;
      window.clearTimeout(late);
      late = window.setTimeout(ask, Math.max(0, asked.current + 400 - Date.now()));
    };
    const shown = () => { if (!document.hidden && every) soon(); };
    void ask();
    const ends = events ? events.split(',').map((name) => listen(name as EventName, soon)) : [];
    document.addEventListener('visibilitychange', shown);
    return () => {
      ended = true;
      window.clearTimeout(timer);
      window.clearTimeout(late);
      ends.forEach((end) => end());
      document.removeEventListener('visibilitychange', shown);
    };
  }, [path, every, events, turn]);

  if (answer.path === path) return { data: answer.data, error: answer.error, reload };
  return { data: path ? (cache.get(path) as T | undefined) : undefined, error: undefined, reload };
}

/** Forgets everything read: another person looks now. */
export const forget = () => cache.clear();
