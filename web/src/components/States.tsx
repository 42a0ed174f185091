import type { ReactNode } from 'react';
import type { ApiError } from '../data/http';
import type { Query } from '../data/query';
import { useWords } from '../i18n';

export const Loading = () => <div className="loading" role="status"><span className="hidden">{useWords().t('state.loading')}</span><i /><i /><i /></div>;

export const Empty = ({ children }: { children: ReactNode }) => <p className="empty">{children}</p>;

/** What went wrong, in the server's words, with its hint and a way to try again; `alone`: it is the whole page, and its heading. */
export function Problem({ error, retry, alone = false }: { error: ApiError; retry?: () => void; alone?: boolean }) {
  const { t } = useWords();
  const Title = alone ? 'h1' : 'strong';
  return (
    <div className="problem" role="alert">
      <Title>{error.status === 0 ? t('error.offline') : error.status === 403 ? t('error.forbidden') : error.message}</Title>
      {error.hint && <p>{error.hint}</p>}
      {error.details && <p className="muted">{error.details}</p>}
      {retry && <button type="button" onClick={retry}>{t('action.retry')}</button>}
    </div>
  );
}

/** The rows of a query, or what there is instead of them: loading, refused, or nothing yet and what to do then (a sentence, or a form). */
export function Rows<T>({ query, empty, children }: { query: Query<T[]>; empty: ReactNode; children: (rows: T[]) => ReactNode }) {
  if (!query.data) return query.error ? <Problem error={query.error} retry={query.reload} /> : <Loading />;
  return <>{query.data.length === 0 ? (typeof empty === 'string' ? <Empty>{empty}</Empty> : empty) : children(query.data)}</>;
}
