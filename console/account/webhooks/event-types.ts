import { useTranslation } from 'react-i18next';
import { every } from '../../api/every.ts';
import type { AuditEvent, EventTypePattern } from '../../api/types.ts';
import { wordOf } from '../../audit/events.ts';

export type EventType = Exclude<EventTypePattern, `${string}.*`>;
type PersonEvent = Exclude<EventType, AuditEvent>;

/** What a webhook brings, in the order and under the headings in which people read it. */
export const FEATURES = [
  {
    key: 'people',
    types: [
      'user.created',
      'user.updated',
      'user.activated',
      'user.deactivated',
      'user.removed',
      'user.restored',
      'user.purged',
    ],
  },
  {
    key: 'invitations',
    types: [
      'invitation.accepted',
      'invitation.expired',
      'invitation.resent',
      'invitation.requested',
      'invitation.link_copied',
      'invitations.paused',
      'invitations.resumed',
      'invitations.rescheduled',
    ],
  },
  { key: 'groups', types: ['group.created', 'group.renamed', 'group.deleted'] },
  { key: 'seats', types: ['subscription.changed'] },
  {
    key: 'signIns',
    types: [
      'session.started',
      'session.ended',
      'sessions.revoked',
      'password.changed',
      'password.reset',
      'email.proven',
      'email.change_asked',
      'email.changed',
    ],
  },
  {
    key: 'programs',
    types: [
      'api_key.created',
      'api_key.changed',
      'api_key.rotated',
      'api_key.taken_over',
      'api_key.revoked',
      'webhook.created',
      'webhook.changed',
      'webhook.rotated',
      'webhook.replayed',
      'webhook.paused',
      'webhook.resumed',
      'webhook.deleted',
    ],
  },
  {
    key: 'account',
    types: [
      'account.created',
      'account.renamed',
      'account.default_group_changed',
      'account.invitation_days_changed',
      'account.mail_changed',
      'account.ownership_transferred',
      'view.created',
      'view.shared',
      'view.changed',
      'view.deleted',
    ],
  },
  {
    key: 'changes',
    types: [
      'users.added',
      'users.changed',
      'users.removed',
      'users.restored',
      'users.purged',
      'users.imported',
      'users.exported',
      'users.undone',
    ],
  },
] as const satisfies { key: string; types: EventType[] }[];
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

export function presetOf(types: readonly EventType[]) {
  return PRESET_NAMES.find((name) => {
    const preset: readonly EventType[] = PRESETS[name];
    return preset.length === types.length && preset.every((type) => types.includes(type));
  });
}

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
    isOfPerson(type) ? t(`webhooks.types.${personWordOf(type)}`) : t(`audit.events.${wordOf(type)}`);
  /** Of a type in a delivery: also of a batch, a test, and types of later releases. */
  const nameOfAny = (type: string): string => {
    if (type === 'batch' || type === 'webhook.test') return t(`webhooks.types.${type === 'batch' ? type : 'test'}`);
    const known = EVENT_TYPES.find((one) => one === type);
    return known ? nameOf(known) : type;
  };
  const inShort = (types: readonly EventType[]): string => {
    const preset = presetOf(types);
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

type Underscored<Name extends string> = Name extends `${infer Thing}.${infer What}` ? `${Thing}_${What}` : never;

function personWordOf<Name extends PersonEvent>(name: Name): Underscored<Name>;
function personWordOf(name: string): string {
  return name.replace('.', '_');
}
