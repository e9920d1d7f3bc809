import { Button, Group, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Catalog } from '../api/types.ts';
import { useChanges } from '../changes/changes-provider.tsx';

interface Props {
  type: Catalog['types'][number];
  others: Catalog['types'];
}

/** Changes or removes all people of a type. Shows the plan first. */
export function TypeActions({ type, others }: Props) {
  const { t } = useTranslation();
  const { propose } = useChanges();
  const select = { where: { type: type.key } };
  const change = (to: Catalog['types'][number]) =>
    propose({
      title: t('advanced.types.changeTitle', { from: type.name, to: to.name }),
      select,
      do: { set: { type: to.key } },
    });
  const remove = () =>
    propose({
      title: t('advanced.types.removeTitle', { name: type.name }),
      select,
      do: { remove: true },
      danger: true,
    });
  return (
    <Group gap={4} justify="space-between" wrap="nowrap">
      <Menu position="bottom-start" width="target">
        <Menu.Target>
          <Button
            size="xs"
            variant="default"
            rightSection={<IconChevronDown size={14} aria-hidden />}
            aria-label={t('advanced.types.changeLabel', { name: type.name })}
          >
            {t('advanced.types.change')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {others.map((other) => (
            <Menu.Item key={other.key} onClick={() => change(other)}>
              {other.name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button
        size="xs"
        variant="subtle"
        color="red"
        px={6}
        onClick={remove}
        aria-label={t('advanced.types.removeLabel', { name: type.name })}
      >
        {t('advanced.types.remove')}
      </Button>
    </Group>
  );
}
