import fc from 'fast-check';

const pick = fc.nat({ max: 1_000_000 });
const type = fc.constantFrom('basic', 'pro', 'corp');
const addOns = fc.subarray(['webinar', 'large-meeting']);
const setting = fc.oneof(
  fc.record({ type }),
  fc.record({ addOns }),
  fc.record({ type, addOns }),
  addOns.map((add) => ({ addOns: { add } })),
  fc.constantFrom({ status: 'active' }, { status: 'deactivated' }),
  // Replaced by a unique word, which identifies the writer.
  fc.constant({ department: 'mark' }),
);
const what = fc.oneof(
  { weight: 5, arbitrary: setting.map((set) => ({ set })) },
  fc.constantFrom({ remove: true }, { restore: true }, { resend: true }),
);
const status = fc.constantFrom('pending', 'active', 'deactivated', 'expired', 'removed');
const op = <Name extends string>(name: Name) => ({ op: fc.constant(name) });
const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });

const todo = fc.oneof(
  weighted(6, fc.record({ ...op('add'), n: fc.integer({ min: 1, max: 4 }), type, addOns, fresh: fc.boolean() })),
  weighted(6, fc.record({ ...op('edit'), set: setting })),
  weighted(3, fc.record({ ...op('accept'), rivals: fc.integer({ min: 1, max: 3 }) })),
  weighted(4, fc.record({ ...op('remove') })),
  weighted(3, fc.record({ ...op('restore') })),
  weighted(1, fc.record({ ...op('erase') })),
  weighted(
    3,
    fc.record({ ...op('change'), where: fc.record({ status }), what, fill: fc.boolean(), now: fc.boolean() }),
  ),
  weighted(3, fc.record({ ...op('changeSome'), n: fc.integer({ min: 1, max: 9 }), what, fill: fc.boolean() })),
  weighted(1, fc.record({ ...op('import'), rows: fc.constantFrom(3, 20, 200, 1_300), type, fill: fc.boolean() })),
  weighted(4, fc.record({ ...op('undo') })),
  weighted(1, fc.record({ ...op('cancel') })),
  weighted(
    4,
    fc.record({
      ...op('buy'),
      product: fc.constantFrom('pro', 'corp', 'webinar', 'large-meeting'),
      quantity: fc.oneof(fc.nat({ max: 12 }), fc.nat({ max: 2_000 })),
    }),
  ),
  weighted(2, fc.record({ ...op('group') })),
  weighted(1, fc.record({ ...op('transfer') })),
  weighted(1, fc.record({ ...op('export') })),
  weighted(1, fc.record({ ...op('signUp') })),
);

const operation = fc.record({
  todo,
  pick,
  /** The server that gets the first try. */
  server: fc.constantFrom(0, 1),
  /** With an Idempotency-Key it is sent again until it is answered. */
  keyed: fc.boolean(),
});
export type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;
export type Todo<Name extends Operation['todo']['op']> = Extract<Operation['todo'], { op: Name }>;

/** The endless operations of one client; the same for the same seed. */
export function* operationsOf(seed: number): Generator<Operation> {
  for (let batch = 0; ; batch++) yield* fc.sample(operation, { numRuns: 200, seed: seed + batch * 1_000_003 });
}

const disturbance = fc.noBias(
  fc.record({
    afterMs: fc.integer({ min: 2_000, max: 5_000 }),
    server: fc.constantFrom(0, 1),
    what: fc.oneof(
      weighted(12, fc.constant('server')),
      weighted(3, fc.constant('database')),
      weighted(2, fc.constant('clock')),
      weighted(1, fc.constant('pause')),
    ),
    hours: fc.integer({ min: 1, max: 9 }),
  }),
);
export type Disturbance = typeof disturbance extends fc.Arbitrary<infer Value> ? Value : never;

/** What is killed and when. A database comes early, so that a short run kills one too. */
export function disturbancesOf(seed: number): Disturbance[] {
  const drawn = fc.sample(disturbance, { numRuns: 5_000, seed });
  return drawn.map((one, i) => (i === 2 ? { ...one, what: 'database' } : i === 4 ? { ...one, what: 'clock' } : one));
}
