-- An invited person joins.
with
  p as (
    select
      p.*
    from
      (
        select
          id,
          seq
        from
          unnest($1::uuid[]) with ordinality as t (id, seq)
      ) as p
  ),
  current as (
    select
      p.seq,
      1 as n,
      u.id,
      (u.id is not distinct from $2::uuid) as is_self,
      (
        coalesce(u.recent_mails, 1) >= 5
        and coalesce(
          coalesce(u.recent_mails_since, u.invited_at) > (
            select
              muster_now()
          ) - make_interval(secs => 3600),
          false
        )
      ) as had_mails,
      u.status,
      u.expires_at,
      u.type,
      u.add_ons,
      u.role,
      u.status_before,
      u.joined,
      u.group_id,
      u.department,
      u.email,
      u.email_key,
      ($3)::text as proposed_status,
      status_now (
        u.status,
        u.expires_at,
        (
          select
            muster_now()
        )
      ) as status_now,
      false as conflict,
      role_now (
        u.id,
        u.role,
        (
          select
            owner_id
          from
            accounts
          where
            id = $4
        )
      ) as role_now
    from
      p,
      users u
    where
      (
        u.account_id = $5
        and u.id = p.id
      )
    order by
      u.id
    for update of
      u
  ),
  next as (
    select
      current.*,
      email as next_email,
      department as next_department,
      group_id as next_group_id,
      type as next_type,
      role as next_role,
      email_key as next_email_key,
      add_ons as asked_add_ons,
      case proposed_status
        when 'restored' then coalesce(status_before, status)
        when 'resent' then 'pending'
        when 'joined' then 'active'
        when 'active' then case
          when joined
          or status <> 'deactivated' then 'active'
          else 'pending'
        end
        else coalesce(proposed_status, status)
      end as next_status,
      case proposed_status
        when 'active' then status_now <> 'active'
        when 'deactivated' then status_now <> 'deactivated'
        when 'removed' then status_now <> 'removed'
        when 'restored' then status = 'removed'
        else proposed_status is not null
      end as status_acts
    from
      current
  ),
  fitted as materialized (
    select
      next.*,
      add_ons as next_add_ons
    from
      next
  ),
  ruled as (
    select
      fitted.*,
      case
        when not ((status_acts)) then case
          when conflict then 'changed_since'
          else 'unchanged'
        end
        when (
          role_now = 'owner'
          and ((status_acts))
        ) then 'owner_protected'
        when (
          is_self
          and ((status_acts))
        ) then 'self_protected'
        when (
          status = 'removed'
          and coalesce(proposed_status, '') not in ('restored', 'removed')
        ) then 'already_removed'
        when (
          proposed_status in ('active', 'deactivated')
          and status = 'pending'
        ) then 'not_joined'
        when (
          (
            proposed_status = 'resent'
            and status <> 'pending'
          )
          or (
            proposed_status = 'joined'
            and status_now <> 'pending'
          )
        ) then 'not_pending'
        when (
          (
            exists (
              select
              from
                users o
              where
                o.account_id = $6
                and o.email_key = next_email_key
                and o.removed_at is null
                and o.id <> fitted.id
            )
            or row_number() over (
              partition by
                next_email_key,
                next_status = 'removed'
              order by
                seq
            ) > 1
          )
          and (coalesce(proposed_status = 'restored', false))
        ) then 'email_taken'
        when (
          had_mails
          and (
            next_status = 'pending'
            and (coalesce(proposed_status in ('resent', 'restored', 'active'), false))
          )
        ) then 'mail_limited'
        else 'ok'
      end as verdict_but_seats,
      (
        next_status = 'pending'
        and (coalesce(proposed_status in ('resent', 'restored', 'active'), false))
      ) as renews,
      case
        when status_acts then next_status
        else status_now
      end as next_status_now,
      case
        when (
          next_status = 'pending'
          and (coalesce(proposed_status in ('resent', 'restored', 'active'), false))
        ) then date_trunc(
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
                id = $7
            ),
            mins => 1
          )
        )
        else case
          when next_status = 'pending' then expires_at
        end
      end as next_expires_at
    from
      fitted
  ),
  verdicts as (
    select
      ruled.*,
      verdict_but_seats as verdict
    from
      ruled
  ),
  ok as materialized (
    select
      v.*,
      v.status as recorded_status_before,
      v.next_status as recorded_status_after
    from
      verdicts v
    where
      verdict = 'ok'
  ),
  written as (
    update users u
    set
      updated_at = (
        select
          muster_now()
      ),
      status = ok.next_status,
      status_before = case
        when ok.next_status = 'removed' then coalesce(u.status_before, u.status)
      end,
      removed_at = case
        when ok.next_status = 'removed' then coalesce(
          u.removed_at,
          (
            select
              muster_now()
          )
        )
      end,
      invitation_version = u.invitation_version + (
        ok.renews
        or (
          ok.status = 'pending'
          and ok.next_status <> 'pending'
        )
      )::int,
      expires_at = ok.next_expires_at,
      joined = u.joined
      or coalesce(ok.proposed_status = 'joined', false),
      invited_at = case
        when ok.renews then (
          select
            muster_now()
        )
        else u.invited_at
      end,
      invited_by = case
        when ok.renews then coalesce($8::uuid, u.invited_by)
        else u.invited_by
      end,
      mail_state = case
        when ok.renews then 'queued'
        when coalesce(ok.proposed_status = 'joined', false) then 'accepted'
        else u.mail_state
      end,
      mail_at = case
        when ok.renews
        or coalesce(ok.proposed_status = 'joined', false) then (
          select
            muster_now()
        )
        else u.mail_at
      end,
      mail_detail = case
        when ok.renews
        or coalesce(ok.proposed_status = 'joined', false) then null
        else u.mail_detail
      end,
      send_with = case
        when ok.renews then null
        else u.send_with
      end,
      recent_mails_since = case
        when not ok.renews then u.recent_mails_since
        when coalesce(
          coalesce(u.recent_mails_since, u.invited_at) > (
            select
              muster_now()
          ) - make_interval(secs => 3600),
          false
        ) then coalesce(u.recent_mails_since, u.invited_at)
      end,
      recent_mails = case
        when not ok.renews then u.recent_mails
        when coalesce(
          coalesce(u.recent_mails_since, u.invited_at) > (
            select
              muster_now()
          ) - make_interval(secs => 3600),
          false
        ) then coalesce(u.recent_mails, 1) + 1
      end
    from
      ok
    where
      u.account_id = $9
      and u.id = ok.id
    returning
      u.id,
      ok.recorded_status_before,
      ok.recorded_status_after
  ),
  done as materialized (
    select
      coalesce(array_agg(id), '{}') as ids,
      jsonb_agg(recorded_status_before) as recorded_status_before,
      jsonb_agg(recorded_status_after) as recorded_status_after
    from
      (
        select
          *
        from
          written
        order by
          id
      ) s
  ),
  others as materialized (
    select
      case
        when v.verdict = 'ok' then 'changed_since'
        else v.verdict
      end as code,
      v.verdict,
      v.id
    from
      verdicts v
    where
      (
        v.verdict <> 'ok'
        or v.conflict
      )
    union all
    select
      'unknown_user',
      'unknown_user',
      id
    from
      (
        select
          id
        from
          p
        except
        select
          id
        from
          current
      ) s
  ),
  refused as (
    select
      coalesce(jsonb_object_agg(code, ids), '{}') as list
    from
      (
        select
          code,
          jsonb_agg(id) as ids
        from
          others
        where
          code <> 'unchanged'
        group by
          code
      ) by_code
  ),
  record as (
    insert into
      change_chunks (account_id, change_id, seq, outcome, ids, first_id, last_id, at, before, after, unchanged, refused)
    select
      $10,
      $11,
      $12,
      $13,
      ids,
      ids[1],
      ids[cardinality(ids)],
      (
        select
          muster_now()
      ),
      jsonb_build_object('status', recorded_status_before),
      jsonb_build_object('status', $14::text),
      (
        select
          coalesce(array_agg(id), '{}')
        from
          others
        where
          code = 'unchanged'
      ),
      (
        select
          list
        from
          refused
      )
    from
      done
    on conflict (account_id, change_id, seq) do update
    set
      targets = null,
      outcome = excluded.outcome,
      ids = excluded.ids,
      first_id = excluded.first_id,
      last_id = excluded.last_id,
      at = excluded.at,
      before = excluded.before,
      after = excluded.after,
      unchanged = excluded.unchanged,
      refused = excluded.refused
    returning
      1
  )
select
  (
    select
      coalesce(sum(n), 0)
    from
      ok
  ) as ok,
  (
    select
      count(*)
    from
      written
  ) as written,
  (
    select
      count(*)
    from
      others
    where
      code = 'unchanged'
  ) as unchanged,
  (
    select
      coalesce(sum(n), 0)
    from
      ok
    where
      ok.renews
  ) as mails,
  (
    select
      list
    from
      refused
  ) as refused,
  (
    select
      coalesce(
        json_agg(
          json_build_object(
            'n',
            n,
            'before',
            json_build_object(
              'status',
              status,
              'statusNow',
              status_now,
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
            ),
            'after',
            json_build_object(
              'status',
              next_status,
              'statusNow',
              next_status_now,
              'until',
              next_until,
              'type',
              next_type,
              'addOns',
              next_add_ons,
              'groupId',
              next_group_id,
              'department',
              next_department
            )
          )
        ),
        '[]'
      )
    from
      (
        select
          sum(n)::int as n,
          status,
          status_now,
          until,
          type,
          add_ons,
          group_id,
          department,
          next_status,
          next_status_now,
          next_until,
          next_type,
          next_add_ons,
          next_group_id,
          next_department
        from
          (
            select
              n,
              status,
              status_now,
              type,
              add_ons,
              case
                when status = 'pending' then iso(expires_at)
              end as until,
              group_id,
              department,
              next_status,
              next_status_now,
              next_type,
              next_add_ons,
              case
                when next_status = 'pending' then iso(next_expires_at)
              end as next_until,
              next_group_id,
              next_department
            from
              ok
            where
              verdict = 'ok'
          ) s
        group by
          status,
          status_now,
          until,
          type,
          add_ons,
          group_id,
          department,
          next_status,
          next_status_now,
          next_until,
          next_type,
          next_add_ons,
          next_group_id,
          next_department
      ) g
  ) as transitions,
  (
    select
      count(*)
    from
      record
  ) as recorded

-- $1 = ["00000000-0000-7000-8000-000000000003"]
-- $2 = "00000000-0000-7000-8000-000000000002"
-- $3 = "joined"
-- $4 = "00000000-0000-7000-8000-000000000001"
-- $5 = "00000000-0000-7000-8000-000000000001"
-- $6 = "00000000-0000-7000-8000-000000000001"
-- $7 = "00000000-0000-7000-8000-000000000001"
-- $8 = "00000000-0000-7000-8000-000000000002"
-- $9 = "00000000-0000-7000-8000-000000000001"
-- $10 = "00000000-0000-7000-8000-000000000001"
-- $11 = "00000000-0000-7000-8000-000000000006"
-- $12 = 0
-- $13 = "update"
-- $14 = "active"
