-- The staged lines of a file are judged and kept.
with
  good as materialized (
    select
      s.*,
      row_number() over (
        partition by
          email_key
        order by
          off,
          line
      ) as nth
    from
      staged_lines s
    where
      code is null
  ),
  known as materialized (
    select
      k.*,
      (
        k.off
        and k.off_status is distinct from 'deactivated'
      ) as left_out
    from
      (
        select
          g.*,
          (
            select
              u.id
            from
              users u
            where
              u.account_id = $1
              and u.email_key = g.email_key
              and u.removed_at is null
          ) as user_id,
          case
            when g.off then (
              select
                u.status
              from
                users u
              where
                u.account_id = $2
                and u.email_key = g.email_key
                and u.removed_at is null
            )
          end as off_status
        from
          good g
        where
          nth = 1
      ) k
  ),
  p as (
    select
      p.*
    from
      (
        select
          user_id as id,
          line as seq,
          name_key,
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
          status,
          case
            when first_name is not null
            or last_name is not null then name_key
          end as given_name_key
        from
          known
        where
          user_id is not null
          and not left_out
      ) as p
  ),
  current as (
    select
      p.seq,
      1 as n,
      u.id,
      (u.id is not distinct from $3::uuid) as is_self,
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
      u.first_name,
      u.status_before,
      u.joined,
      u.group_id,
      u.department,
      u.email,
      u.email_key,
      u.name_key,
      (p.first_name)::text as proposed_first_name,
      (p.type)::text as proposed_type,
      (
        case
          when (
            u.status = 'pending'
            and u.expires_at <= (
              select
                muster_now()
            )
          ) then $4
        end
      )::text as proposed_status,
      (p.given_name_key)::text as proposed_name_key,
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
            id = $5
        )
      ) as role_now
    from
      p,
      users u
    where
      (
        u.account_id = $6
        and u.id = p.id
      )
  ),
  next as (
    select
      current.*,
      email as next_email,
      coalesce(proposed_first_name, first_name) as next_first_name,
      department as next_department,
      group_id as next_group_id,
      coalesce(proposed_type, type) as next_type,
      role as next_role,
      coalesce(proposed_name_key, name_key) as next_name_key,
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
      case
        when asked_add_ons = '{}' then asked_add_ons
        else array(
          select
            a
          from
            unnest(asked_add_ons) a
          where
            coalesce($7::jsonb -> a ? next_type, true)
          order by
            a collate "C"
        )
      end as next_add_ons
    from
      next
  ),
  ruled as (
    select
      fitted.*,
      case
        when not (
          (
            next_first_name is distinct from first_name
            or next_type is distinct from type
            or next_add_ons is distinct from add_ons
          )
          or (status_acts)
        ) then case
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
                o.account_id = $8
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
                id = $9
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
  judged as materialized (
    select
      k.*,
      v.status as user_status,
      case
        when k.left_out then 'switched_off'
        when k.user_id is not null then v.verdict
        when coalesce(k.add_ons, '{}') <> '{}'
        and exists (
          select
          from
            unnest(k.add_ons) a
          where
            not coalesce($10::jsonb -> a ? coalesce(k.type, $11), true)
        ) then 'add_on_needs_type'
        else 'create'
      end as verdict
    from
      known k
      left join verdicts v on v.id = k.user_id
  ),
  outcomes as materialized (
    select
      *,
      case
        when verdict in ('create', 'unchanged') then verdict
        when verdict = 'ok' then 'update'
        when left_out
        and user_id is null then 'skipped'
        when left_out then 'unchanged'
        else 'refused'
      end as outcome,
      case
        when verdict = 'create' then 'create'
        when verdict = 'ok'
        or verdict = any ($12::text[]) then 'update'
      end as part
    from
      judged
  ),
  numbered as (
    select
      *,
      (
        row_number() over (
          partition by
            part
          order by
            user_id,
            email_key
        ) - 1
      ) / $13::int as chunk
    from
      outcomes
  ),
  kept as (
    insert into
      import_lines (
        account_id,
        change_id,
        seq,
        user_id,
        outcome,
        code,
        detail,
        line,
        email_key,
        name_key,
        new_user_id,
        status,
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
        manager_id
      )
    select
      $14::uuid,
      $15::uuid,
      case part
        when 'update' then chunk
        when 'create' then chunk + (
          (
            select
              count(*)
            from
              outcomes
            where
              part = 'update'
          ) + $16
        ) / $17
      end,
      user_id,
      outcome,
      case
        when outcome = 'refused'
        or left_out then verdict
      end,
      null,
      line,
      email_key,
      name_key,
      new_user_id,
      status,
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
      manager_id
    from
      numbered
    union all
    select
      $18::uuid,
      $19::uuid,
      null,
      null,
      case
        when code in ('not_a_person', 'switched_off') then 'skipped'
        else 'refused'
      end,
      code,
      detail,
      line,
      email_key,
      name_key,
      new_user_id,
      status,
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
      manager_id
    from
      (
        select
          case
            when off then 'switched_off'
            else 'email_duplicate'
          end as code,
          detail,
          line,
          email_key,
          name_key,
          new_user_id,
          status,
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
          manager_id
        from
          good
        where
          nth > 1
        union all
        select
          code,
          detail,
          line,
          email_key,
          name_key,
          new_user_id,
          status,
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
          manager_id
        from
          staged_lines
        where
          code is not null
      ) bad
    returning
      outcome,
      code,
      detail
  )
select
  (
    select
      coalesce(json_agg(o), '[]')
    from
      (
        select
          outcome,
          code,
          min(detail) as detail,
          count(*) as n
        from
          kept
        group by
          outcome,
          code
      ) o
  ) as outcomes,
  (
    select
      count(*)
    from
      verdicts
    where
      verdict = 'ok'
      and renews
  ) as mails,
  (
    select
      count(*)
    from
      kept
    where
      code = 'switched_off'
  ) as "leftOut",
  (
    select
      count(*)
    from
      judged
    where
      user_status = 'deactivated'
      and not off
  ) as deactivated,
  (
    select
      count(*)
    from
      verdicts
    where
      verdict = 'ok'
      and cardinality(next_add_ons) < cardinality(asked_add_ons)
  ) as lost,
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
              verdicts
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
      coalesce(json_agg(c), '[]')
    from
      (
        select
          count(*) as n,
          coalesce(type, $20) as type,
          coalesce(add_ons, '{}') as "addOns",
          case
            when status = 'deactivated' then 'deactivated'
            else 'pending'
          end as status
        from
          outcomes
        where
          outcome = 'create'
        group by
          2,
          3,
          4
      ) c
  ) as created

-- $1 = "00000000-0000-7000-8000-000000000001"
-- $2 = "00000000-0000-7000-8000-000000000001"
-- $3 = "00000000-0000-7000-8000-000000000002"
-- $4 = "resent"
-- $5 = "00000000-0000-7000-8000-000000000001"
-- $6 = "00000000-0000-7000-8000-000000000001"
-- $7 = "{\"large-meeting\":[\"pro\",\"corp\"],\"webinar\":[\"pro\",\"corp\"],\"cloud-recording\":[\"pro\",\"corp\"]}"
-- $8 = "00000000-0000-7000-8000-000000000001"
-- $9 = "00000000-0000-7000-8000-000000000001"
-- $10 = "{\"large-meeting\":[\"pro\",\"corp\"],\"webinar\":[\"pro\",\"corp\"],\"cloud-recording\":[\"pro\",\"corp\"]}"
-- $11 = "basic"
-- $12 = ["owner_protected","self_protected","role_forbidden","admin_protected","forbidden"]
-- $13 = 10000
-- $14 = "00000000-0000-7000-8000-000000000001"
-- $15 = "00000000-0000-7000-8000-000000000006"
-- $16 = 9999
-- $17 = 10000
-- $18 = "00000000-0000-7000-8000-000000000001"
-- $19 = "00000000-0000-7000-8000-000000000006"
-- $20 = "basic"
