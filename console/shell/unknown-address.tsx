import { Center } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { NotFound } from '../parts/states.tsx';
import { sessionQuery } from '../session/session.ts';
import { later } from '../ui/later.tsx';
import { Loading } from '../ui/loading.tsx';

const UnknownInside = later(async () => (await import('./unknown-inside.tsx')).UnknownInside);

/** An address of no page. Signed-in people keep the navigation. */
export function UnknownAddress() {
  const { data: session, isPending } = useQuery(sessionQuery);
  if (isPending) return <Loading />;
  if (session) return <UnknownInside />;
  return (
    <Center component="main" mih="60dvh">
      <NotFound />
    </Center>
  );
}
