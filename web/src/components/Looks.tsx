import { useState } from 'react';
import { languages, useWords, type Key, type Language } from '../i18n';
import { setTheme, theme, type Theme } from '../theme';

/** Language, and light or dark. */
export function Looks({ speak }: { speak: (language: Language) => void }) {
  const { t, language } = useWords();
  const [shade, setShade] = useState<Theme>(theme());
  const choose = (next: Theme) => { setTheme(next); setShade(next); };
  return (
    <>
      <select aria-label={t('nav.language')} value={language} onChange={(event) => speak(event.target.value as Language)}>
        {languages.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
      </select>
      <select aria-label={t('nav.theme')} value={shade} onChange={(event) => choose(event.target.value as Theme)}>
        {(['auto', 'light', 'dark'] as const).map((each) => <option key={each} value={each}>{t(`theme.${each}` as Key)}</option>)}
      </select>
    </>
  );
}
