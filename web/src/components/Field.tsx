import type { ReactNode } from 'react';

interface FieldProps { label: string; type?: string; value: string; onChange: (value: string) => void; autoComplete?: string; hint?: string; required?: boolean; readOnly?: boolean; min?: number; max?: number; step?: number | 'any'; unit?: string; pattern?: string }

/** A labelled input. */
export function Field({ label, type = 'text', value, onChange, autoComplete, hint, required = false, readOnly = false, min, max, step, unit, pattern }: FieldProps) {
  const given = { autoComplete, min, max, step, pattern };
  return (
    <label className="field">
      <span>{label}{unit && <small> {unit}</small>}</span>
      <input type={type} value={value} required={required} readOnly={readOnly} {...Object.fromEntries(Object.entries(given).filter(([, each]) => each !== undefined))} onChange={(event) => onChange(event.target.value)} />
      {hint && <small className="muted">{hint}</small>}
    </label>
  );
}

/** A labelled choice; `children` are its options. */
export function Choice({ label, value, onChange, children, required = false }: { label: string; value: string; onChange: (value: string) => void; children: ReactNode; required?: boolean }) {
  return <label className="field"><span>{label}</span><select value={value} required={required} onChange={(event) => onChange(event.target.value)}>{children}</select></label>;
}
