-- One chunk of invitations is sent again.
with
  p as (
    select
      p.*
    from
      (
        select
          t.id,
          (c.seq - $1::int) * $2::bigint + t.i as seq
        from
          change_chunks c,
          unnest(c.targets) with ordinality as t (id, i)
        where
          c.account_id = $3
          and c.change_id = $4
          and c.seq = any ($5::int[])
        union all
        select
          $6::uuid,
          0
        from
          generate_series(1, $7::int)
        where
          (
            select
              false
          )
      ) as p
  ),
  current as materialized (
    select
      0 as seq,
      u.n,
      u.is_self,
      u.had_mails,
      u.is_owner,
      u.status,
      u.expires_at,
      u.type,
      u.add_ons,
      u.role,
      u.status_before,
      u.joined,
      u.group_id,
      u.department,
      ($8)::text as proposed_status,
      status_now (
        u.status,
        u.expires_at,
        (
          select
            muster_now()
        )
      ) as status_now,
      false as conflict,
      case
        when u.is_owner then 'owner'
        else u.role
      end as role_now
    from
      (
        select
          count(*)::int as n,
          u.status,
          u.expires_at,
          u.type,
          u.add_ons,
          u.role,
          u.status_before,
          u.joined,
          u.group_id,
          u.department,
          (
            u.id = (
              select
                owner_id
              from
                accounts
              where
                id = $9
            )
          ) as is_owner,
          (u.id is not distinct from $10::uuid) as is_self,
          (
            coalesce(u.recent_mails, 1) >= 5
            and coalesce(
              coalesce(u.recent_mails_since, u.invited_at) > (
                select
                  muster_now()
              ) - make_interval(secs => 3600),
              false
            )
          ) as had_mails
        from
          p,
          users u
        where
          (
            u.account_id = $11
            and u.id between $12::uuid and $13::uuid
            and u.id = p.id
          )
        group by
          u.status,
          u.expires_at,
          u.type,
          u.add_ons,
          u.role,
          u.status_before,
          u.joined,
          u.group_id,
          u.department,
          is_owner,
          is_self,
          had_mails
      ) as u
  ),
  next as (
    select
      current.*,
      department as next_department,
      group_id as next_group_id,
      type as next_type,
      role as next_role,
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
                id = $14
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
        when ok.renews then coalesce($15::uuid, u.invited_by)
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
      p,
      ok
    where
      (
        (
          u.account_id = $16
          and u.id between $17::uuid and $18::uuid
          and u.id = p.id
        )
        and u.status = ok.status
        and coalesce(u.expires_at, '-infinity'::timestamptz) = coalesce(ok.expires_at, '-infinity'::timestamptz)
        and u.type = ok.type
        and u.add_ons = ok.add_ons
        and u.role = ok.role
        and coalesce(u.status_before, '') = coalesce(ok.status_before, '')
        and u.joined = ok.joined
        and u.group_id = ok.group_id
        and u.department = ok.department
        and (
          u.id = (
            select
              owner_id
            from
              accounts
            where
              id = $19
          )
        ) = ok.is_owner
        and (u.id is not distinct from $20::uuid) = ok.is_self
        and (
          coalesce(u.recent_mails, 1) >= 5
          and coalesce(
            coalesce(u.recent_mails_since, u.invited_at) > (
              select
                muster_now()
            ) - make_interval(secs => 3600),
            false
          )
        ) = ok.had_mails
      )
    returning
      u.id,
      ok.recorded_status_before,
      ok.recorded_status_after
  ),
  done as materialized (
    select
      coalesce(array_agg(id), '{}') as ids
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
      u.id
    from
      verdicts v,
      p,
      users u
    where
      (
        select
          exists (
            select
            from
              verdicts v
            where
              (
                v.verdict <> 'ok'
                or v.conflict
              )
          )
      )
      and (
        v.verdict <> 'ok'
        or v.conflict
      )
      and (
        (
          u.account_id = $21
          and u.id between $22::uuid and $23::uuid
          and u.id = p.id
        )
        and u.status = v.status
        and coalesce(u.expires_at, '-infinity'::timestamptz) = coalesce(v.expires_at, '-infinity'::timestamptz)
        and u.type = v.type
        and u.add_ons = v.add_ons
        and u.role = v.role
        and coalesce(u.status_before, '') = coalesce(v.status_before, '')
        and u.joined = v.joined
        and u.group_id = v.group_id
        and u.department = v.department
        and (
          u.id = (
            select
              owner_id
            from
              accounts
            where
              id = $24
          )
        ) = v.is_owner
        and (u.id is not distinct from $25::uuid) = v.is_self
        and (
          coalesce(u.recent_mails, 1) >= 5
          and coalesce(
            coalesce(u.recent_mails_since, u.invited_at) > (
              select
                muster_now()
            ) - make_interval(secs => 3600),
            false
          )
        ) = v.had_mails
      )
    union all
    select
      'unknown_user',
      'unknown_user',
      p.id
    from
      p
    where
      (
        select
          count(*)
        from
          p
      ) > (
        select
          coalesce(sum(n), 0)
        from
          current
      )
      and not exists (
        select
        from
          users u
        where
          (
            u.account_id = $26
            and u.id between $27::uuid and $28::uuid
            and u.id = p.id
          )
      )
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
      $29,
      $30,
      $31,
      $32,
      ids,
      ids[1],
      ids[cardinality(ids)],
      (
        select
          muster_now()
      ),
      jsonb_build_object(
        'status',
        case
          when (
            select
              count(distinct recorded_status_before)
            from
              ok
          ) = 1 then (
            select
              to_jsonb(min(recorded_status_before))
            from
              ok
          )
          else (
            select
              jsonb_agg(
                recorded_status_before
                order by
                  id
              )
            from
              written
          )
        end
      ),
      jsonb_build_object('status', $33::text),
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

-- $1 = 0
-- $2 = 10000
-- $3 = "00000000-0000-7000-8000-000000000001"
-- $4 = "00000000-0000-7000-8000-000000000006"
-- $5 = [0]
-- $6 = "00000000-0000-7000-8000-000000000001"
-- $7 = 10000
-- $8 = "resent"
-- $9 = "00000000-0000-7000-8000-000000000001"
-- $10 = "00000000-0000-7000-8000-000000000002"
-- $11 = "00000000-0000-7000-8000-000000000001"
-- $12 = "00000000-0000-7000-8000-000000000003"
-- $13 = "00000000-0000-7000-8000-000000000004"
-- $14 = "00000000-0000-7000-8000-000000000001"
-- $15 = "00000000-0000-7000-8000-000000000002"
-- $16 = "00000000-0000-7000-8000-000000000001"
-- $17 = "00000000-0000-7000-8000-000000000003"
-- $18 = "00000000-0000-7000-8000-000000000004"
-- $19 = "00000000-0000-7000-8000-000000000001"
-- $20 = "00000000-0000-7000-8000-000000000002"
-- $21 = "00000000-0000-7000-8000-000000000001"
-- $22 = "00000000-0000-7000-8000-000000000003"
-- $23 = "00000000-0000-7000-8000-000000000004"
-- $24 = "00000000-0000-7000-8000-000000000001"
-- $25 = "00000000-0000-7000-8000-000000000002"
-- $26 = "00000000-0000-7000-8000-000000000001"
-- $27 = "00000000-0000-7000-8000-000000000003"
-- $28 = "00000000-0000-7000-8000-000000000004"
-- $29 = "00000000-0000-7000-8000-000000000001"
-- $30 = "00000000-0000-7000-8000-000000000006"
-- $31 = 0
-- $32 = "update"
-- $33 = "pending"
