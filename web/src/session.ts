import { createContext, useContext } from 'react';
import { request, ApiError } from './data/http';
import type { Me, Site } from './data/types';

/** Who looks, and at which houses. Throws ApiError: 401 when nobody is logged in. */
export async function whoAmI(): Promise<Me> {
  try {
    return await request<Me>('GET', '/api/v1/me');
  } catch (error) {
    // A house without accounts (a demo on loopback) still has sites.
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
    const sites = await request<Omit<Site, 'role'>[]>('GET', '/api/v1/me/sites');
    return { user: { user_id: '', email: '', name: '', role: 'ems_operator', account_role: null, language: null }, sites: sites.map((site) => ({ ...site, role: 'ems_operator' })) };
  }
}

export const MeContext = createContext<{ me: Me; reload: () => void } | null>(null);
export const SiteContext = createContext<Site | null>(null);

export function useMe() {
  const context = useContext(MeContext);
  if (!context) throw new Error('nobody is logged in');
  return context;
}
export function useSite(): Site {
  const site = useContext(SiteContext);
  if (!site) throw new Error('no site');
  return site;
}

/** What people can be in a house, the least first. */
export const roles = ['guest', 'operator', 'installer', 'admin'] as const;
export type Role = (typeof roles)[number];
const rank = (role: string | null) => roles.indexOf((role ?? '').replace(/^ems_/, '') as Role);
/** The roles somebody of `role` can give away. */
export const rolesUpTo = (role: string) => roles.slice(0, rank(role) + 1);

/** Whether the caller may do what `role` may at this house; decides which controls exist, while the server decides what happens. */
export function useMay(role: 'operator' | 'installer' | 'admin'): boolean {
  return rank(useSite().role) >= rank(role);
}

/** The same for every house, those to come too. */
export const isEverywhere = (me: Me, role: Role) => rank(me.user.account_role) >= rank(role);
export const useEverywhere = (role: Role) => isEverywhere(useMe().me, role);
