import type { ReactNode } from 'react';
import { languages, useWords, type Language } from '../i18n';

/** The page before somebody is logged in: one card, and the choice of language. */
export function Front({ title, speak, children }: { title: string; speak: (language: Language) => void; children: ReactNode }) {
  const { language } = useWords();
  return (
    <main className="alone">
      <div className="card front">
        <p className="logo" aria-hidden="true">EMS</p>
        <h1>{title}</h1>
        {children}
        <p className="row languages">
          {languages.map(({ code, name }) => (
            <button key={code} type="button" className="bare" lang={code} aria-pressed={language === code} onClick={() => speak(code)}>{name}</button>
          ))}
        </p>
      </div>
    </main>
  );
}

interface FieldProps { label: string; type?: string; value: string; onChange: (value: string) => void; autoComplete?: string; hint?: string; required?: boolean; min?: number; max?: number; step?: number | 'any'; unit?: string }

/** A labelled input. */
export function Field({ label, type = 'text', value, onChange, autoComplete, hint, required = false, min, max, step, unit }: FieldProps) {
  return (
    <label className="field">
      <span>{label}{unit && <small> {unit}</small>}</span>
      <input type={type} value={value} required={required} {...(autoComplete ? { autoComplete } : {})} {...(min === undefined ? {} : { min })} {...(max === undefined ? {} : { max })} {...(step === undefined ? {} : { step })}
        onChange={(event) => onChange(event.target.value)} />
      {hint && <small className="muted">{hint}</small>}
    </label>
  );
}
