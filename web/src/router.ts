import { useSyncExternalStore } from 'react';

const watchers = new Set<() => void>();
const changed = () => watchers.forEach((watcher) => watcher());
window.addEventListener('popstate', changed);

export function go(url: string, replace = false) {
  if (url === location.pathname + location.search) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', url);
  changed();
}

export function useUrl(): URL {
  const href = useSyncExternalStore((watcher) => { watchers.add(watcher); return () => { watchers.delete(watcher); }; }, () => location.href);
  return new URL(href);
}

export const pages = ['dashboard', 'plan', 'control', 'savings', 'telemetry', 'devices', 'alerts', 'settings'] as const;
export type Page = (typeof pages)[number];

/** `/site/<id>/<page>[/<rest>]`; the dashboard is the house itself. */
export const url = (site: string, page: Page, rest = '') => `/site/${encodeURIComponent(site)}${page === 'dashboard' ? '' : `/${page}`}${rest}`;

/** Where an installer makes a house. */
export const newHouse = '/site/-/new';

export interface Place { site: string | null; page: Page | 'login' | 'setup' | 'new' | 'unknown'; rest: string[] }

export function placeOf(path: string): Place {
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  if (parts.length === 0) return { site: null, page: 'dashboard', rest: [] };
  if (parts[0] === 'login' || parts[0] === 'setup') return { site: null, page: parts[0], rest: [] };
  // no house is called -
  if (parts[0] === 'site' && parts[1] === '-' && parts[2] === 'new') return { site: null, page: 'new', rest: [] };
  if (parts[0] !== 'site' || !parts[1]) return { site: null, page: 'unknown', rest: [] };
  const page = parts[2] ?? 'dashboard';
  return { site: parts[1], page: (pages as readonly string[]).includes(page) ? (page as Page) : 'unknown', rest: parts.slice(3) };
}

/** Puts values into the query of the present URL; null takes one out. */
export function setQuery(values: Record<string, string | null>, replace = true) {
  const next = new URL(location.href);
  for (const [key, value] of Object.entries(values)) value === null ? next.searchParams.delete(key) : next.searchParams.set(key, value);
  go(next.pathname + next.search, replace);
}
