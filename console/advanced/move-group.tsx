import { SimpleGrid, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { UserGroup } from '../api/types.ts';
import { useChanges } from '../changes/changes-provider.tsx';
import { Choose } from '../fields/fields.tsx';
import { AnchorLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { FormView } from '../ui/form/form-view.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { Section } from '../ui/section.tsx';

/** Moves all people of one group to another. */
export function MoveGroup({ groups }: { groups: UserGroup[] }) {
  const { t } = useTranslation();
  const { propose } = useChanges();
  const nameOf = (id: string) => groups.find((group) => group.id === id)?.name ?? '';
  const form = useForm({ from: '', to: '' }, async ({ from, to }) =>
    propose({
      title: t('advanced.move.planTitle', { from: nameOf(from), to: nameOf(to) }),
      select: { where: { groupId: from } },
      do: { set: { groupId: to } },
    }),
  );
  const { from, to } = form.values;
  const choices = groups.map(({ id, name, members }) => ({
    value: id,
    label: t('advanced.move.members', { name, count: members }),
  }));
  return (
    <Section title={t('advanced.move.title')} hint={t('advanced.move.hint')}>
      {groups.length < 2 ? (
        <Text size="sm">
          {t('advanced.move.one')} <AnchorLink to={paths.groups}>{t('advanced.move.groups')}</AnchorLink>
        </Text>
      ) : (
        <FormView form={form} submit={t('advanced.move.submit')} disabled={from === '' || to === '' || from === to}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Choose
              label={t('advanced.move.from')}
              searchable
              value={from}
              onChange={(next) => form.set({ from: next, to: next === to ? '' : to })}
              data={choices}
            />
            <Choose
              label={t('advanced.move.to')}
              searchable
              value={to}
              onChange={(next) => form.set({ to: next })}
              data={choices.filter(({ value }) => value !== from)}
            />
          </SimpleGrid>
        </FormView>
      )}
    </Section>
  );
}
