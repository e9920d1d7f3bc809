-- Lines become pending users, as far as three free seats of Pro reach.
with
  l as materialized (
    select
      l.*
    from
      lines as l
  ),
  absent as materialized (
    select
      l.*,
      (
        (
          l.status = 'pending'
          and (
            l.type = $1
            or $2 = any (l.add_ons)
          )
        )
        and sum(
          (
            l.status = 'pending'
            and (
              l.type = $3
              or $4 = any (l.add_ons)
            )
          )::int
        ) over (
          order by
            line rows unbounded preceding
        ) > $5::int
      ) as short
    from
      l
    where
      not exists (
        select
        from
          users o
        where
          o.account_id = $6
          and o.email_key = l.email_key
          and o.removed_at is null
      )
  ),
  fresh as materialized (
    select
      coalesce(
        absent.id,
        ordered_id(
          (
            select
              muster_now()
          ),
          row_number() over (
            order by
              email_key
          )
        )
      ) as new_id,
      absent.*
    from
      absent
    where
      not short
    order by
      email_key
  ),
  made as (
    insert into
      users (
        account_id,
        id,
        email,
        first_name,
        last_name,
        department,
        group_id,
        type,
        add_ons,
        job_title,
        phone,
        location,
        employee_number,
        cost_center,
        manager_id,
        role,
        status,
        email_key,
        name_key,
        joined,
        invitation_version,
        invited_by,
        invited_at,
        expires_at,
        mail_state,
        mail_at,
        send_with,
        created_at,
        updated_at
      )
    select
      $7::uuid,
      new_id,
      email,
      first_name,
      last_name,
      department,
      group_id,
      type,
      add_ons,
      job_title,
      phone,
      location,
      employee_number,
      cost_center,
      manager_id,
      role,
      status,
      email_key,
      name_key,
      false,
      case
        when status = 'pending' then 1
        else 0
      end,
      case
        when status = 'pending' then $8::uuid
        else null
      end,
      case
        when status = 'pending' then (
          select
            muster_now()
        )
        else null
      end,
      case
        when status = 'pending' then date_trunc(
          'minute',
          (
            select
              muster_now()
          ) + make_interval(
            days => (
              select
                invitation_days
              from
                accounts
              where
                id = $9
            ),
            mins => 1
          )
        )
        else null
      end,
      case
        when status = 'pending' then 'queued'
        else null
      end,
      case
        when status = 'pending' then (
          select
            muster_now()
        )
        else null
      end,
      case
        when status = 'pending' then $10::uuid
        else null
      end,
      (
        select
          muster_now()
      ),
      (
        select
          muster_now()
      )
    from
      fresh
    order by
      email_key
    on conflict (account_id, email_key)
    where
      removed_at is null do nothing
    returning
      id,
      expires_at,
      email,
      first_name,
      last_name,
      department,
      group_id,
      type,
      add_ons,
      job_title,
      phone,
      location,
      employee_number,
      cost_center,
      manager_id,
      role,
      status,
      email_key,
      name_key
  ),
  kept as materialized (
    select
      *
    from
      made
    order by
      id
  ),
  done as materialized (
    select
      fresh.line,
      kept.id
    from
      fresh
      join kept on kept.id = fresh.new_id
    order by
      kept.id
  ),
  noted as (
    select
  ),
  record as (
    insert into
      change_chunks (account_id, change_id, seq, outcome, ids, first_id, last_id, at, after)
    select
      $11::uuid,
      $12::uuid,
      $13::int,
      'create',
      coalesce(array_agg(id), '{}'),
      (array_agg(id)) [1],
      (array_agg(id)) [count(*)::int],
      (
        select
          muster_now()
      ),
      jsonb_build_object(
        'groupId',
        jsonb_agg(coalesce(group_id::text, '')),
        'type',
        jsonb_agg(type),
        'addOns',
        jsonb_agg(array_to_string(add_ons, ',')),
        'managerId',
        jsonb_agg(coalesce(manager_id::text, '')),
        'role',
        jsonb_agg(role),
        'status',
        jsonb_agg(status)
      )
    from
      kept
    on conflict (account_id, change_id, seq) do update
    set
      targets = null,
      outcome = excluded.outcome,
      ids = excluded.ids,
      first_id = excluded.first_id,
      last_id = excluded.last_id,
      at = excluded.at,
      after = excluded.after
    returning
      1
  )
select
  (
    select
      count(*)
    from
      record
  ),
  (
    select
      coalesce(json_agg(line), '[]')
    from
      absent
    where
      short
  ) as short,
  (
    select
      coalesce(
        json_agg(
          line
          order by
            line
        ),
        '[]'
      )
    from
      (
        select
          line
        from
          l
        except
        select
          line
        from
          absent
        where
          short
        except
        select
          line
        from
          done
      ) t
  ) as taken,
  (
    select
      coalesce(json_agg(line), '[]')
    from
      done
  ) as lines,
  (
    select
      coalesce(json_agg(id), '[]')
    from
      done
  ) as ids,
  (
    select
      coalesce(
        json_agg(
          json_build_object(
            'n',
            n,
            'status',
            status,
            'statusNow',
            status,
            'until',
            until,
            'type',
            type,
            'addOns',
            add_ons,
            'groupId',
            group_id,
            'department',
            department
          )
        ),
        '[]'
      )
    from
      (
        select
          count(*) as n,
          status,
          iso(expires_at) as until,
          type,
          add_ons,
          group_id,
          department
        from
          kept
        group by
          status,
          expires_at,
          type,
          add_ons,
          group_id,
          department
      ) s
  ) as states

-- $1 = "pro"
-- $2 = "pro"
-- $3 = "pro"
-- $4 = "pro"
-- $5 = 3
-- $6 = "00000000-0000-7000-8000-000000000001"
-- $7 = "00000000-0000-7000-8000-000000000001"
-- $8 = "00000000-0000-7000-8000-000000000002"
-- $9 = "00000000-0000-7000-8000-000000000001"
-- $10 = null
-- $11 = "00000000-0000-7000-8000-000000000001"
-- $12 = "00000000-0000-7000-8000-000000000006"
-- $13 = 0
