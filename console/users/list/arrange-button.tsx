import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { later } from '../../ui/later.tsx';
import { Opener } from '../../ui/overlay/opener.tsx';
import type { UsersAddress } from '../../views/use-users-address.ts';

const ArrangeFields = later(async () => (await import('./arrange-fields.tsx')).ArrangeFields);

/** The sort and the columns of the list. */
export function ArrangeButton({ address }: { address: UsersAddress }) {
  const { t } = useTranslation();
  return (
    <Opener
      opens="dialog"
      button={
        <Button variant="default" px="sm">
          {t('users.arrange')}
        </Button>
      }
    >
      {(at) => <ArrangeFields at={at} address={address} />}
    </Opener>
  );
}
