import { useSyncExternalStore } from 'react';

export type Theme = 'auto' | 'light' | 'dark';
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const watchers = new Set<() => void>();

export const theme = (): Theme => (localStorage.getItem('ems.theme') as Theme | null) ?? 'auto';
const shown = () => (theme() === 'auto' ? (dark.matches ? 'dark' : 'light') : theme());

function apply() {
  document.documentElement.dataset.theme = shown();
  watchers.forEach((watcher) => watcher());
}
export function setTheme(next: Theme) {
  localStorage.setItem('ems.theme', next);
  apply();
}
dark.addEventListener('change', apply);
apply();

/** light or dark, as it is shown now; charts are drawn anew when it changes. */
export const useShownTheme = () => useSyncExternalStore((watcher) => { watchers.add(watcher); return () => { watchers.delete(watcher); }; }, shown);

/** Value of a custom property, for canvases. */
export const color = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
