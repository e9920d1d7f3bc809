import { Alert, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChangePlan } from '../api/change-types.ts';
import { useNames } from '../fields/catalog.ts';
import { AnchorLink } from '../parts/links.tsx';
import { StoppedKeys } from '../parts/stopped-keys.tsx';
import { paths } from '../paths.ts';
import { useMailContext } from '../queries/mail.ts';
import { useFormat } from '../ui/values.tsx';
import { affectedBy, changesNothing, reachesNobody, reachOf, shortSeats } from './change.ts';

const COUNTS = ['create', 'update', 'remove', 'unchanged', 'refused'] as const;

/** What would happen: how many people and which, who is left out and why, seats, mails. */
export function PlanSummary({ plan }: { plan: ChangePlan }) {
  const { t } = useTranslation();
  const mail = useMailContext('invitations');
  const format = useFormat();
  const affected = affectedBy(plan);
  const reach = reachOf(plan);
  const isCut = reach !== null && reach < affected;
  // What seats do not reach does not happen, so the number of all is not promised.
  const said = COUNTS.filter((kind) => plan[kind] > 0 && !(isCut && kind === 'update' && plan.create === 0));
  return (
    <Stack gap="sm">
      {changesNothing(plan) && <Text fw={500}>{t('changes.plan.nothing')}</Text>}
      {isCut && <Text fw={600}>{t('changes.plan.reach', { count: affected, reach })}</Text>}
      <List size="sm" spacing={4}>
        {said.map((kind) => (
          <List.Item key={kind} fw={isCut || kind === 'unchanged' || kind === 'refused' ? 400 : 600}>
            {t(`changes.plan.${kind}`, { count: plan[kind] })}
          </List.Item>
        ))}
        {plan.addOnsLost > 0 && <List.Item>{t('changes.plan.addOnsLost', { count: plan.addOnsLost })}</List.Item>}
        {plan.mails > 0 && (
          <List.Item>
            {plan.mailsAt
              ? t('changes.plan.mailsAt', { count: plan.mails, date: format.dateTime(plan.mailsAt) })
              : t('changes.plan.mails', { count: plan.mails, ...mail })}
          </List.Item>
        )}
      </List>
      <StoppedKeys keys={plan.apiKeys} />
      <Refusals refusals={plan.refusals} />
      <Seats plan={plan} />
    </Stack>
  );
}

function Refusals({ refusals }: Pick<ChangePlan, 'refusals'>) {
  const { t } = useTranslation();
  if (refusals.length === 0) return null;
  return (
    <Alert color="yellow" title={t('changes.plan.refusalsTitle')}>
      <List size="sm" spacing={4}>
        {refusals.map((refusal) => (
          <List.Item key={`${refusal.code} ${refusal.detail}`}>
            {t('words.people', { count: refusal.count })}: {refusal.detail}
            <Named refusal={refusal} />
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** The first few by name; the rest is in the rows. */
function Named({ refusal: { people, count } }: { refusal: ChangePlan['refusals'][number] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (people.length === 0) return null;
  const others = count - people.length;
  const names = people.map(({ name }) => name);
  return (
    <Text size="xs" c="dimmed">
      {others > 0 ? `${names.join(', ')} ${t('changes.plan.andMore', { count: others })}` : format.list(names)}
    </Text>
  );
}

function Seats({ plan }: { plan: ChangePlan }) {
  const { t } = useTranslation();
  const { productName } = useNames();
  const seats = plan.seats.filter(({ needed }) => needed !== 0);
  if (seats.length === 0) return null;
  const isShort = shortSeats(plan).length > 0;
  return (
    <Alert color={isShort ? 'red' : 'gray'} title={t('changes.plan.seatsTitle')}>
      <Stack gap={4}>
        {seats.map(({ product, needed, free }) => {
          const words = { product: productName(product), count: Math.abs(needed), free, missing: needed - free };
          const kind = needed < 0 ? 'seatsFreed' : needed > free ? 'seatsShort' : 'seatsEnough';
          return (
            <Text size="sm" key={product}>
              {t(`changes.plan.${kind}`, words)}
            </Text>
          );
        })}
        {isShort && (
          <Text size="sm">
            {t(reachesNobody(plan) ? 'changes.plan.seatsNone' : 'changes.plan.shortHint')}{' '}
            <AnchorLink to={paths.billing} size="sm">
              {t('changes.plan.buy')}
            </AnchorLink>
          </Text>
        )}
      </Stack>
    </Alert>
  );
}
