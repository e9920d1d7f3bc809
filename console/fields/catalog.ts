import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';

export const catalogQuery = queryOptions({
  queryKey: keys.catalog,
  queryFn: () => ok(api.GET('/v1/catalog')),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The catalog's names. The keys stand in until it has loaded. */
export function useNames() {
  const { data } = useQuery(catalogQuery);
  const typeName = (key: string) => data?.types.find((type) => type.key === key)?.name ?? key;
  const addOnName = (key: string) => data?.addOns.find((addOn) => addOn.key === key)?.name ?? key;
  const isType = (key: string) => data?.types.some((type) => type.key === key) ?? false;
  return { typeName, addOnName, productName: (key: string) => (isType(key) ? typeName(key) : addOnName(key)) };
}
