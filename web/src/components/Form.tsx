import { useState, type ReactNode } from 'react';
import type { ApiError } from '../data/http';
import { Problem } from './States';

/** Something that is sent: whether it is under way, and what the server refused. */
export function useSend() {
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    try { await work(); } catch (failure) { setError(failure as ApiError); } finally { setBusy(false); }
  };
  return { busy, error, send };
}

/** Fields and one button that sends them; a refusal stands above it. */
export function Form({ submit, work, children }: { submit: string; work: () => Promise<void>; children: ReactNode }) {
  const { busy, error, send } = useSend();
  return (
    <form onSubmit={(event) => { event.preventDefault(); void send(work); }}>
      {children}
      {error && <Problem error={error} />}
      <button type="submit" className="primary" disabled={busy} aria-busy={busy}>{submit}</button>
    </form>
  );
}
