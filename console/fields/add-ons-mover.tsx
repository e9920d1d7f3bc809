import { Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Catalog } from '../api/types.ts';
import { useFormat } from '../ui/values.tsx';
import { catalogQuery, useNames } from './catalog.ts';
import { useSeats } from './fields.tsx';

export interface AddOnMoves {
  add: string[];
  remove: string[];
}

interface Props {
  moves: AddOnMoves;
  onChange: (moves: AddOnMoves) => void;
}

const WAYS = ['leave', 'add', 'remove'] as const;
type Way = (typeof WAYS)[number];

/** For each add-on: unchanged, added, or removed. */
export function AddOnsMover({ moves, onChange }: Props) {
  const { data } = useQuery(catalogQuery);
  const move = (key: string, way: Way) => {
    const others = (keys: string[]) => keys.filter((other) => other !== key);
    onChange({
      add: [...others(moves.add), ...(way === 'add' ? [key] : [])],
      remove: [...others(moves.remove), ...(way === 'remove' ? [key] : [])],
    });
  };
  return (
    <Stack gap="md">
      {data?.addOns.map((addOn) => {
        const way = moves.add.includes(addOn.key) ? 'add' : moves.remove.includes(addOn.key) ? 'remove' : 'leave';
        return <Line key={addOn.key} addOn={addOn} way={way} onMove={(next) => move(addOn.key, next)} />;
      })}
    </Stack>
  );
}

interface LineProps {
  addOn: Catalog['addOns'][number];
  way: Way;
  onMove: (way: Way) => void;
}

function Line({ addOn: { key, name, needs }, way, onMove }: LineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { typeName } = useNames();
  const seats = useSeats()(key);
  const id = useId();
  const hint = [
    t('users.addOnFor', { types: format.either(needs.map(typeName)) }),
    seats && t('users.seatsLeft', { count: seats.free }),
  ];
  return (
    <Group justify="space-between" gap="sm">
      <div>
        <Text size="sm" fw={500} id={id}>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {hint.filter(Boolean).join(' ')}
        </Text>
      </div>
      <SegmentedControl
        size="xs"
        aria-labelledby={id}
        value={way}
        onChange={(next) => onMove(WAYS.find((known) => known === next) ?? 'leave')}
        data={WAYS.map((value) => ({ value, label: t(`users.bulk.way.${value}`) }))}
      />
    </Group>
  );
}
