import { Card } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change } from '../api/change-types.ts';
import { ActorName } from '../parts/actor.tsx';
import { AnchorLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { Facts } from '../ui/table/facts.tsx';
import { useFormat, When } from '../ui/values.tsx';
import { canUndo } from './change.ts';
import { ChangeStateMark } from './change-state.tsx';
import { changeQuery } from './watch-change.ts';

/** Who made the change, how, when, and its state. */
export function ChangeFacts({ change }: { change: Change }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, actor, plannedBy, source, createdAt, appliedAt, file, undoUntil, undoOf, undoneBy } = change;
  const facts: [string, ReactNode][] = [
    [t('changes.detail.state'), <ChangeStateMark key="state" state={state} />],
    [t('changes.detail.who'), <ActorName key="who" actor={actor} />],
    [t('changes.detail.way'), t(`changes.source.${source}`, { defaultValue: source })],
    [t('changes.detail.when'), <When key="when" at={appliedAt ?? createdAt} otherwise="" />],
  ];
  if (plannedBy.id !== actor.id)
    facts.splice(2, 0, [t('changes.detail.plannedBy'), <ActorName key="planned" actor={plannedBy} />]);
  if (file) facts.push([t('changes.detail.file'), file.name]);
  if (undoUntil && canUndo(change)) facts.push([t('changes.detail.undoUntil'), format.dateTime(undoUntil)]);
  if (undoOf) facts.push([t('changes.detail.undoOf'), <ChangeLink key="of" id={undoOf} />]);
  // If a change has an undo but is not undone, the undo left people out for lack of permission.
  const undone = state === 'undone' || state === 'undoing' ? 'undoneBy' : 'partlyUndoneBy';
  if (undoneBy) facts.push([t(`changes.detail.${undone}`), <ChangeLink key="by" id={undoneBy} />]);
  return (
    <Card withBorder padding="md">
      <Facts facts={facts.map(([label, value]) => ({ label, value }))} />
    </Card>
  );
}

function ChangeLink({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(changeQuery(id));
  return (
    <AnchorLink to={paths.change} params={{ id }} inherit>
      {data?.summary ?? t('changes.detail.theChange')}
    </AnchorLink>
  );
}
