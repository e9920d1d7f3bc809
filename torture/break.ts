import type pg from 'pg';

/** Deliberate damage to the database, which the run must find. The product does not know of it. */
export const breaks: Record<string, string> = {
  // Sometimes the ledger forgets taken seats, and no constraint holds the limit.
  seats: `
    alter table seats drop constraint seats_not_oversold;
    create function forget_seats() returns trigger language plpgsql as $$
    begin
      if new.held > old.held and random() < 0.2 then new.held := old.held; end if;
      return new;
    end $$;
    create trigger forget_seats before update on seats for each row execute function forget_seats();`,
  // Sometimes a line of the audit log is silently lost.
  audit: `
    create function lose_line() returns trigger language plpgsql as $$
    begin
      if random() < 0.2 then return null; end if;
      return new;
    end $$;
    create trigger lose_line before insert on audit_events for each row execute function lose_line();`,
};

/** What the findings must mention, so that a server that merely fails does not count as caught. */
export const telltale: Record<string, RegExp> = { seats: /seat/i, audit: /audit log/ };

export async function damage(sql: pg.Pool, name: string): Promise<void> {
  await sql.query(breaks[name] ?? '');
}
