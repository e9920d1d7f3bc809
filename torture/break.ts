import type pg from 'pg';

/** Deliberate damage to the database, which the run must find. No line of the product knows of it. */
export const breaks: Record<string, string> = {
  // Every now and then the ledger forgets that seats were taken, and nothing beneath it holds the limit.
  seats: `
    alter table seats drop constraint seats_not_oversold;
    create function forget_seats() returns trigger language plpgsql as $$
    begin
      if new.held > old.held and random() < 0.2 then new.held := old.held; end if;
      return new;
    end $$;
    create trigger forget_seats before update on seats for each row execute function forget_seats();`,
  // Every now and then a line of the audit log is lost in silence.
  audit: `
    create function lose_line() returns trigger language plpgsql as $$
    begin
      if random() < 0.05 then return null; end if;
      return new;
    end $$;
    create trigger lose_line before insert on audit_events for each row execute function lose_line();`,
};

/** What the findings must be about, so that a server that merely fails does not count as found out. */
export const telltale: Record<string, RegExp> = { seats: /seat/i, audit: /audit log/ };

export async function damage(sql: pg.Pool, name: string): Promise<void> {
  await sql.query(breaks[name] ?? '');
}
