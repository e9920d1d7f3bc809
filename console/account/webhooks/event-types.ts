import { useTranslation } from 'react-i18next';
import { every } from '../../../client/index.ts';
import type { AuditEvent, EventTypePattern } from '../../api/types.ts';
import { EVENTS_OF } from '../../audit/events.ts';
import { wordOf } from '../../messages/word-of.ts';
import { presetOf } from '../preset-of.ts';

export type EventType = Exclude<EventTypePattern, `${string}.*`>;
type PersonEvent = Exclude<EventType, AuditEvent>;

/** What becomes of each person, which the audit log tells by the change. */
const ofPeople = [
  'user.created',
  'user.updated',
  'user.activated',
  'user.deactivated',
  'user.removed',
  'user.restored',
  'user.purged',
] as const satisfies EventType[];

/** What a webhook brings, in the order and under the headings in which people read it. */
export const FEATURES = [
  { key: 'people', types: ofPeople },
  { key: 'invitations', types: [...EVENTS_OF.invitations, 'invitation.expired'] },
  { key: 'groups', types: EVENTS_OF.groups },
  { key: 'seats', types: EVENTS_OF.seats },
  { key: 'signIns', types: EVENTS_OF.signIns },
  { key: 'programs', types: EVENTS_OF.programs },
  { key: 'account', types: EVENTS_OF.account },
  { key: 'changes', types: EVENTS_OF.people },
] as const satisfies { key: string; types: readonly EventType[] }[];
export type Feature = (typeof FEATURES)[number];

export const EVENT_TYPES = every<EventType>()([
  ...FEATURES[0].types,
  ...FEATURES[1].types,
  ...FEATURES[2].types,
  ...FEATURES[3].types,
  ...FEATURES[4].types,
  ...FEATURES[5].types,
  ...FEATURES[6].types,
  ...FEATURES[7].types,
]);

const [people, invitations, groups, , signIns, programs] = FEATURES;

/** Choices to start from. */
export const PRESETS = {
  joins: people.types.filter((type) => type !== 'user.updated'),
  people: [...people.types, ...invitations.types, ...groups.types],
  access: [...signIns.types, ...programs.types],
  all: EVENT_TYPES,
} as const satisfies Record<string, readonly EventType[]>;
export const PRESET_NAMES = ['joins', 'people', 'access', 'all'] as const satisfies (keyof typeof PRESETS)[];

export const presetOfWebhook = (types: readonly EventType[]) => presetOf(PRESETS, PRESET_NAMES, types);

const prefixOf = (type: string) => type.slice(0, type.indexOf('.') + 1);

/** The single types of patterns such as user.*, in the order of the choice. */
export function typesOf(patterns: readonly string[]): EventType[] {
  return EVENT_TYPES.filter((type) => patterns.includes(type) || patterns.includes(`${prefixOf(type)}*`));
}

/** The fewest patterns for these types. All of one kind become its pattern, which later releases may add to. */
export function patternsOf(types: readonly EventType[]): EventTypePattern[] {
  const whole = WHOLE.filter(({ of }) => of.every((type) => types.includes(type)));
  const rest = types.filter((type) => !whole.some(({ of }) => of.includes(type)));
  return [...whole.map(({ pattern }) => pattern), ...rest];
}

const WHOLE = every<Exclude<EventTypePattern, EventType>>()([
  'user.*',
  'users.*',
  'invitation.*',
  'invitations.*',
  'group.*',
  'subscription.*',
  'session.*',
  'sessions.*',
  'password.*',
  'email.*',
  'api_key.*',
  'webhook.*',
  'account.*',
  'view.*',
]).map((pattern) => ({
  pattern,
  of: EVENT_TYPES.filter((type) => prefixOf(type) === prefixOf(pattern)),
}));

/** Names of types, of one or of many in short. */
export function useTypeWords() {
  const { t } = useTranslation();
  const nameOf = (type: EventType): string =>
    isOfPerson(type) ? t(`webhooks.types.${wordOf(type)}`) : t(`audit.events.${wordOf(type)}`);
  /** Of a type in a delivery: also of a batch, a test, and types of later releases. */
  const nameOfAny = (type: string): string => {
    if (type === 'batch' || type === 'webhook.test') return t(`webhooks.types.${type === 'batch' ? type : 'test'}`);
    const known = EVENT_TYPES.find((one) => one === type);
    return known ? nameOf(known) : type;
  };
  const inShort = (types: readonly EventType[]): string => {
    const preset = presetOfWebhook(types);
    if (preset) return t(`webhooks.form.preset.${preset}`);
    const whole = FEATURES.filter((feature) => feature.types.every((type) => types.includes(type)));
    const rest = types.filter((type) => !whole.some((feature) => feature.types.some((one) => one === type)));
    const [first = '', ...others] = [...whole.map(({ key }) => t(`webhooks.features.${key}`)), ...rest.map(nameOf)];
    if (others.length < 2) return [first, ...others].join(', ');
    return t('webhooks.summary', { first, count: others.length });
  };
  return { nameOf, nameOfAny, inShort };
}

function isOfPerson(type: EventType): type is PersonEvent {
  return type.startsWith('user.') || type === 'invitation.expired';
}
