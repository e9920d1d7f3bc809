import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusedAddress, User } from '../../api/types.ts';
import { AnchorLink } from '../../parts/links.tsx';
import { ForPermission } from '../../parts/states.tsx';
import { paths } from '../../paths.ts';
import { Page } from '../../ui/page.tsx';
import { AddForm } from './add-form.tsx';
import { AddResult } from './add-result.tsx';

export interface Outcome {
  added: User[];
  refused: RefusedAddress[];
}

/** Adds one person or several hundred with the same settings, then says who was added and who was not. */
export function AddUsersPage() {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  return (
    <ForPermission permission="invitations.manage">
      <Page
        title={t('users.new.title')}
        width="narrow"
        description={
          <>
            {t('users.new.body')}{' '}
            <AnchorLink to={paths.importCsv} underline="always">
              {t('users.new.import')}
            </AnchorLink>
          </>
        }
        actions={
          <AnchorLink to={paths.users} size="sm">
            {t('users.new.back')}
          </AnchorLink>
        }
      >
        <Stack gap="lg">
          {outcome && <AddResult outcome={outcome} />}
          <AddForm onAdded={setOutcome} />
        </Stack>
      </Page>
    </ForPermission>
  );
}
