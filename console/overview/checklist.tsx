import { CloseButton, Group, Stack, Text } from '@mantine/core';
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account, Overview } from '../api/types.ts';
import { useChecklist } from '../parts/checklist.ts';
import { ButtonLink } from '../parts/links.tsx';
import { NewProofButton, ProofWords } from '../parts/proof.tsx';
import { paths } from '../paths.ts';
import { mailDeliveryQuery } from '../queries/mail.ts';
import { useMay, useSession } from '../session/session.ts';
import { Section } from '../ui/section.tsx';
import styles from './overview.module.css';

interface Props {
  account: Account;
  overview: Overview;
}

const STEPS = ['proof', 'mail', 'people', 'seats', 'admin'] as const;
type Step = (typeof STEPS)[number];

/** What a new account needs. It goes away when all is done, or when it is put away. */
export function Checklist({ account, overview }: Props) {
  const { t } = useTranslation();
  const { may } = useMay();
  const { isShown, putAway } = useChecklist();
  const isDone = useDone(account, overview);
  if (!isShown || !isDone || !may('account.manage')) return null;
  const done = STEPS.filter((step) => isDone[step]).length;
  if (done === STEPS.length) return null;
  return (
    <Section
      title={t('overview.checklist.title', { account: account.name })}
      hint={t('overview.checklist.done', { done, of: STEPS.length })}
      action={<CloseButton aria-label={t('overview.checklist.close')} onClick={putAway} />}
    >
      <ul className={styles['list']}>
        {STEPS.map((step) => (
          <StepLine key={step} step={step} isDone={isDone[step]} />
        ))}
      </ul>
    </Section>
  );
}

/** null while it is not known yet, so that no step is shown as open by mistake. */
function useDone({ counts, seats }: Account, { secondAdmin }: Overview): Record<Step, boolean> | null {
  const { identity } = useSession();
  const { data: delivery } = useQuery(mailDeliveryQuery);
  if (!delivery) return null;
  return {
    proof: identity.proven,
    mail: delivery.invitations !== 'mailbox',
    people: counts.active + counts.pending + counts.deactivated > 1,
    seats: seats.some(({ bought }) => bought > 0),
    admin: secondAdmin,
  };
}

const WAYS: Record<Step, ReactNode> = {
  proof: <NewProofButton />,
  mail: <Way step="mail" to={paths.mail} />,
  people: <Way step="people" to={paths.addUsers} />,
  seats: <Way step="seats" to={paths.billing} />,
  admin: <Way step="admin" to={paths.users} />,
};

function Way({
  step,
  to,
}: {
  step: Exclude<Step, 'proof'>;
  to: (typeof paths)['mail' | 'addUsers' | 'billing' | 'users'];
}) {
  const { t } = useTranslation();
  return (
    <ButtonLink to={to} size="xs" variant="default">
      {t(`overview.checklist.${step}.way`)}
    </ButtonLink>
  );
}

function StepLine({ step, isDone }: { step: Step; isDone: boolean }) {
  const { t } = useTranslation();
  const Icon = isDone ? IconCircleCheckFilled : IconCircle;
  return (
    <li className={styles['step']} {...(isDone && { 'data-done': true })}>
      <Icon size={20} role="img" aria-label={t(`overview.checklist.${isDone ? 'isDone' : 'isOpen'}`)} />
      <Group justify="space-between" gap="xs" flex={1}>
        <Stack gap={2} flex="1 1 18rem">
          <Text size="sm" fw={500} {...(isDone && { c: 'dimmed' })}>
            {t(`overview.checklist.${step}.title`)}
          </Text>
          {!isDone && (
            <Text size="sm" c="dimmed">
              {step === 'proof' ? <ProofWords /> : t(`overview.checklist.${step}.hint`)}
            </Text>
          )}
        </Stack>
        {!isDone && WAYS[step]}
      </Group>
    </li>
  );
}
