/** A refusal of the server in the words of its body: code, message, details, hint. Status 0: it could not be reached. */
export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, message: string, readonly details: string | null, readonly hint: string | null) {
    super(message);
  }
}

interface Refusal { code?: string; message?: string; details?: string | null; hint?: string | null }

const cookie = (name: string) => document.cookie.split('; ').find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);

async function send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response> {
  const all: Record<string, string> = { Accept: 'application/json', ...headers };
  const csrf = cookie('ems_csrf');
  if (csrf && method !== 'GET') all['X-EMS-CSRF'] = decodeURIComponent(csrf);
  if (body !== undefined) all['Content-Type'] ??= 'application/json';
  try {
    return await fetch(path, {
      method, headers: all, credentials: 'same-origin', cache: 'no-store',
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError(0, 'offline', 'The server does not answer.', null, null);
  }
}

let refreshing: Promise<boolean> | null = null;
/** Asks for a new access cookie once, however many requests need it. */
function refresh(): Promise<boolean> {
  refreshing ??= send('POST', '/rest/rpc/refresh', {}).then((r) => r.ok, () => false).finally(() => { refreshing = null; });
  return refreshing;
}

const loggedOut = new Set<() => void>();
/** Calls `listener` whenever the server says that nobody is logged in. */
export function onLoggedOut(listener: () => void): () => void {
  loggedOut.add(listener);
  return () => { loggedOut.delete(listener); };
}

/** The answer's text; an expired login is renewed once. Throws ApiError. */
export async function requestText(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<string> {
  let response = await send(method, path, body, headers);
  const aboutLogin = /^\/rest\/rpc\/(login|refresh|setup)$/.test(path);
  if (response.status === 401 && !aboutLogin && cookie('ems_csrf') && (await refresh())) response = await send(method, path, body, headers);
  const text = await response.text();
  if (response.ok) return text;
  let refusal: Refusal = {};
  try { refusal = JSON.parse(text) as Refusal; } catch { /* not ours: a proxy's page */ }
  // below /rest/ every refusal of a function is 400, as in PostgREST; its code says which
  const status = Number(/^SA(\d{3})$/.exec(refusal.code ?? '')?.[1] ?? response.status);
  if (status === 401 && !aboutLogin) loggedOut.forEach((listener) => listener());
  throw new ApiError(status, refusal.code ?? String(response.status), refusal.message ?? response.statusText, refusal.details ?? null, refusal.hint ?? null);
}

/** The answer as JSON; undefined where there is none. Throws ApiError. */
export async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  const text = await requestText(method, path, body);
  return (text ? JSON.parse(text) : undefined) as T;
}

/** `/rest/<view>?…` with values written as PostgREST wants them. */
export function rest(view: string, filters: Record<string, string | number>): string {
  const query = Object.entries(filters).map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');
  return `/rest/${view}${query ? `?${query}` : ''}`;
}
