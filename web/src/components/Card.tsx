import { useId, type ReactNode } from 'react';

interface Props { title: ReactNode; aside?: ReactNode; className?: string; children: ReactNode }

/** A titled part of a page. */
export function Card({ title, aside, className = '', children }: Props) {
  const id = useId();
  return (
    <section className={`card ${className}`} aria-labelledby={id}>
      <header><h2 id={id}>{title}</h2>{aside}</header>
      {children}
    </section>
  );
}

/** A figure with what it is; `note` says more in small. */
export const Figure = ({ label, value, note, tone }: { label: ReactNode; value: ReactNode; note?: ReactNode; tone?: 'good' | 'bad' | undefined }) => (
  <div className={`figure ${tone ?? ''}`}><dt>{label}</dt><dd>{value}{note !== undefined && <small>{note}</small>}</dd></div>
);
