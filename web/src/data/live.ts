import { useSyncExternalStore } from 'react';

export type EventName = 'telemetry' | 'plan' | 'command' | 'alert' | 'job';
export type Connection = 'live' | 'polling' | 'offline';

const names: EventName[] = ['telemetry', 'plan', 'command', 'alert', 'job'];
const listeners = new Map<EventName, Set<(data: unknown) => void>>(names.map((name) => [name, new Set()]));
const watchers = new Set<() => void>();
let source: EventSource | null = null;
let state: Connection = 'polling';
let retry = 0;

function become(next: Connection) {
  if (next === state) return;
  state = next;
  watchers.forEach((watcher) => watcher());
}

/** Follows the events of one house; lost streams come back by themselves, and everything polls until then. */
export function follow(site: string): () => void {
  const open = () => {
    source = new EventSource(`/api/v1/sites/${encodeURIComponent(site)}/events`);
    source.onopen = () => {
      become('live');
      // What happened while the stream was away is asked for once.
      names.forEach((name) => listeners.get(name)?.forEach((listener) => listener(null)));
    };
    source.onerror = () => {
      if (state === 'live') become('polling');
      if (source?.readyState === EventSource.CLOSED) retry = window.setTimeout(open, 5000);
    };
    // what was known is forgotten: everything is asked for
    source.addEventListener('snapshot', () => names.forEach((name) => listeners.get(name)?.forEach((listener) => listener(null))));
    names.forEach((name) => source?.addEventListener(name, (event) => {
      let data: unknown = null;
      try { data = JSON.parse((event as MessageEvent<string>).data); } catch { /* the name alone says: ask again */ }
      listeners.get(name)?.forEach((listener) => listener(data));
    }));
  };
  open();
  return () => { window.clearTimeout(retry); source?.close(); source = null; become('polling'); };
}

export function listen(name: EventName, listener: (data: unknown) => void): () => void {
  listeners.get(name)?.add(listener);
  return () => { listeners.get(name)?.delete(listener); };
}

/** Requests say whether the server could be reached. */
export function reached(yes: boolean) {
  if (!yes) become('offline');
  else if (state === 'offline') become(source?.readyState === EventSource.OPEN ? 'live' : 'polling');
}

export const connection = () => state;
export function useConnection(): Connection {
  return useSyncExternalStore((watcher) => { watchers.add(watcher); return () => { watchers.delete(watcher); }; }, () => state);
}
