import { createContext, useContext } from 'react';
import type english from '../locales/en.json';

export type Key = keyof typeof english;
export type Language = 'en' | 'cs' | 'de';
export const languages: { code: Language; name: string }[] = [{ code: 'cs', name: 'Čeština' }, { code: 'en', name: 'English' }, { code: 'de', name: 'Deutsch' }];

type Catalogue = Record<Key, string>;
const load: Record<Language, () => Promise<{ default: Catalogue }>> = {
  en: () => import('../locales/en.json'), cs: () => import('../locales/cs.json'), de: () => import('../locales/de.json'),
};

const known = (code: string | null | undefined): code is Language => code === 'en' || code === 'cs' || code === 'de';

/** The language chosen before, else the browser's, else English. */
export function firstLanguage(): Language {
  const stored = localStorage.getItem('ems.language');
  if (known(stored)) return stored;
  return navigator.languages.map((code) => code.slice(0, 2)).find(known) ?? 'en';
}

export class Words {
  constructor(readonly language: Language, private readonly catalogue: Catalogue) {}

  static async of(language: Language): Promise<Words> {
    return new Words(language, (await load[language]()).default);
  }

  /** The catalogue's text, `{name}` replaced by `values`. */
  readonly t = (key: Key, values: Record<string, string | number> = {}): string =>
    this.catalogue[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

  /** Text of a code that the database may know and this page not: then the code itself, readable. */
  readonly code = (group: 'mode' | 'reason' | 'kind' | 'class' | 'job' | 'task' | 'state' | 'severity' | 'next' | 'role', code: string | null | undefined): string =>
    code == null ? '' : ((this.catalogue as Record<string, string>)[`${group}.${code}`] ?? code.replace(/_/g, ' '));
}

export const WordsContext = createContext<Words | null>(null);
export function useWords(): Words {
  const words = useContext(WordsContext);
  if (!words) throw new Error('no catalogue');
  return words;
}
