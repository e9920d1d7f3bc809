import { Anchor, Button, Collapse, Group, List, Radio, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CsvFile, ImportFindings } from '../api/change-types.ts';
import { GroupSelect, TypeSelect } from '../fields/fields.tsx';
import { Section } from '../ui/section.tsx';
import { useFormat } from '../ui/values.tsx';
import styles from './import.module.css';
import type { Reading } from './use-reading.ts';

const SHOWN = 10;

interface Props {
  file: CsvFile;
  reading: Reading;
}

/** What the file leaves open: names that do not exist here, people who are switched off, lines about no person. */
export function OpenQuestions({ file, reading }: Props) {
  const { t } = useTranslation();
  const { findings } = file;
  if (!findings || !leavesOpen(findings)) return null;
  return (
    <Section title={t('csv.open.title')}>
      <UnknownGroups findings={findings} reading={reading} />
      <UnknownTypes findings={findings} reading={reading} />
      <SwitchedOff findings={findings} reading={reading} />
      <Deactivated findings={findings} reading={reading} />
      <NotPeople findings={findings} />
    </Section>
  );
}

function leavesOpen({ unknownGroups, unknownTypes, switchedOff, deactivated, notPeople }: ImportFindings): boolean {
  return (
    [unknownGroups, unknownTypes, switchedOff].some(({ length }) => length > 0) || deactivated + notPeople.count > 0
  );
}

interface Part {
  findings: ImportFindings;
  reading: Reading;
}

function UnknownGroups({ findings: { unknownGroups }, reading: { choices, busy, choose } }: Part) {
  const { t } = useTranslation();
  const mapped = choices.groups ?? {};
  const names = [...unknownGroups, ...Object.keys(mapped).map((name) => ({ name, count: null }))];
  if (names.length === 0) return null;
  return (
    <Question title={t('csv.open.groups', { count: unknownGroups.length })}>
      <Options
        label={t('csv.open.groups', { count: unknownGroups.length })}
        value={choices.unknownGroups ?? 'refuse'}
        options={['create', 'default', 'refuse']}
        words={(option) => t(`csv.open.groupsOption.${option}`)}
        disabled={busy}
        onChange={(unknown) => void choose({ unknownGroups: unknown })}
      />
      <Names names={names}>
        {(name) => (
          <GroupSelect
            label={undefined}
            aria-label={t('csv.open.groupFor', { name })}
            placeholder={t('csv.open.groupInstead')}
            clearable
            disabled={busy}
            value={mapped[name] ?? ''}
            onChange={(id) => void choose({ groups: withName(mapped, name, id) })}
          />
        )}
      </Names>
    </Question>
  );
}

function UnknownTypes({ findings: { unknownTypes }, reading: { choices, busy, choose } }: Part) {
  const { t } = useTranslation();
  const mapped = choices.types ?? {};
  const names = [...unknownTypes, ...Object.keys(mapped).map((name) => ({ name, count: null }))];
  if (names.length === 0) return null;
  return (
    <Question title={t('csv.open.types', { count: unknownTypes.length })}>
      <Names names={names}>
        {(name) => (
          <TypeSelect
            label={undefined}
            aria-label={t('csv.open.typeFor', { name })}
            placeholder={t('csv.open.typeInstead')}
            clearable
            disabled={busy}
            value={mapped[name] ?? ''}
            onChange={(key) => void choose({ types: withName(mapped, name, key) })}
          />
        )}
      </Names>
    </Question>
  );
}

/** The names that are mapped, with one more, or without it if it goes to nothing. */
function withName(mapped: Record<string, string>, name: string, to: string): Record<string, string> {
  const { [name]: _, ...others } = mapped;
  return to === '' ? others : { ...others, [name]: to };
}

function SwitchedOff({ findings: { switchedOff, leftOut }, reading: { choices, busy, choose } }: Part) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = switchedOff.reduce((sum, word) => sum + word.count, 0);
  if (count === 0 && choices.switchedOff !== 'include') return null;
  const words = switchedOff.map((word) => `“${word.name}” (${format.number(word.count)})`);
  const title = count > 0 ? t('csv.open.off', { count }) : t('csv.open.offIncluded');
  return (
    <Question title={title} {...(words.length > 0 && { hint: format.list(words) })}>
      <Options
        label={title}
        value={choices.switchedOff ?? 'leaveOut'}
        options={['leaveOut', 'deactivate', 'include']}
        words={(option) => t(`csv.open.offOption.${option}`, { count: leftOut })}
        disabled={busy}
        onChange={(off) => void choose({ switchedOff: off })}
      />
    </Question>
  );
}

function Deactivated({ findings: { deactivated }, reading: { choices, busy, choose } }: Part) {
  const { t } = useTranslation();
  if (deactivated === 0) return null;
  const title = t('csv.open.deactivated', { count: deactivated });
  return (
    <Question title={title}>
      <Options
        label={title}
        value={choices.deactivated ?? 'leave'}
        options={['leave', 'reactivate']}
        words={(option) => t(`csv.open.deactivatedOption.${option}`)}
        disabled={busy}
        onChange={(next) => void choose({ deactivated: next })}
      />
    </Question>
  );
}

function NotPeople({ findings: { notPeople } }: Pick<Part, 'findings'>) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (notPeople.count === 0) return null;
  return (
    <div>
      <Text size="sm">
        {t('csv.open.notPeople', { count: notPeople.count })}{' '}
        <Anchor component="button" type="button" size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'csv.open.hide' : 'csv.open.show')}
        </Anchor>
      </Text>
      <Collapse expanded={open}>
        <List size="sm" mt={6} spacing={2}>
          {notPeople.first.map(({ line, text }) => (
            <List.Item key={line}>{t('csv.open.line', { line, text })}</List.Item>
          ))}
        </List>
      </Collapse>
    </div>
  );
}

function Question({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <Stack gap="xs" className={styles['question'] ?? ''}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      {hint && (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      )}
      {children}
    </Stack>
  );
}

interface OptionsProps<O extends string> {
  label: string;
  value: O;
  options: readonly O[];
  words: (option: O) => string;
  disabled: boolean;
  onChange: (option: O) => void;
}

function Options<O extends string>({ label, value, options, words, disabled, onChange }: OptionsProps<O>) {
  return (
    <Radio.Group
      aria-label={label}
      value={value}
      onChange={(next) => {
        const chosen = options.find((option) => option === next);
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      <Stack gap={6}>
        {options.map((option) => (
          <Radio key={option} value={option} label={words(option)} disabled={disabled} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

interface NamesProps {
  /** With the number of rows; null where it is mapped already. */
  names: { name: string; count: number | null }[];
  children: (name: string) => ReactNode;
}

/** The first names, each with a choice; all of them when asked. */
function Names({ names, children }: NamesProps) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all ? names : names.slice(0, SHOWN);
  return (
    <>
      <ul className={styles['names']}>
        {shown.map(({ name, count }) => (
          <li key={name}>
            <Text size="sm" truncate>
              <b>{name}</b>
              {count !== null && ` · ${t('words.people', { count })}`}
            </Text>
            {children(name)}
          </li>
        ))}
      </ul>
      {names.length > SHOWN && !all && (
        <Group>
          <Button variant="default" size="compact-sm" onClick={() => setAll(true)}>
            {t('csv.open.all', { count: names.length })}
          </Button>
        </Group>
      )}
    </>
  );
}
