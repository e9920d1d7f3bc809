import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';

export const signUpQuery = queryOptions({ queryKey: keys.signUp, queryFn: () => ok(api.GET('/v1/sign-up')) });

/* What a mailed link is about. Reading it accepts nothing and uses nothing up. */

export const resetQuery = (token: string) =>
  queryOptions({
    queryKey: keys.link('reset', token),
    queryFn: () => ok(api.GET('/v1/password-resets/{token}', { params: { path: { token } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const proofQuery = (token: string) =>
  queryOptions({
    queryKey: keys.link('confirm', token),
    queryFn: () => ok(api.GET('/v1/proofs/{token}', { params: { path: { token } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const emailChangeQuery = (token: string) =>
  queryOptions({
    queryKey: keys.link('email-change', token),
    queryFn: () => ok(api.GET('/v1/email-changes/{token}', { params: { path: { token } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
