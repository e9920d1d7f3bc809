-- All Basic to Pro is planned.
with
  p as (
    select
      p.*
    from
      (
        select
          u.id,
          row_number() over (
            order by
              u.id
          ) as seq
        from
          users u
        where
          u.account_id = $1
          and u.type = 'basic'
          and u.removed_at is null
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
      ($2)::text as proposed_type,
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
          (
            u.id = (
              select
                owner_id
              from
                accounts
              where
                id = $3
            )
          ) as is_owner,
          (u.id is not distinct from $4::uuid) as is_self,
          false as had_mails
        from
          users u
        where
          (
            u.account_id = $5
            and u.type = 'basic'
            and u.removed_at is null
          )
        group by
          u.status,
          u.expires_at,
          u.type,
          u.add_ons,
          u.role,
          is_owner,
          is_self,
          had_mails
      ) as u
  ),
  next as (
    select
      current.*,
      coalesce(proposed_type, type) as next_type,
      role as next_role,
      add_ons as asked_add_ons,
      status as next_status
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
            coalesce($6::jsonb -> a ? next_type, true)
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
            next_type is distinct from type
            or next_add_ons is distinct from add_ons
          )
        ) then case
          when conflict then 'changed_since'
          else 'unchanged'
        end
        when (status = 'removed') then 'already_removed'
        else 'ok'
      end as verdict_but_seats,
      false as renews,
      status_now as next_status_now,
      case
        when next_status = 'pending' then expires_at
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
  frozen as (
    insert into
      change_chunks (account_id, change_id, seq, targets)
    select
      $7::uuid,
      $8::uuid,
      (seq - 1) / $9::int as chunk,
      array_agg(
        id
        order by
          id
      )
    from
      p
    group by
      chunk
    returning
      cardinality(targets) as n
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
          u.account_id = $10
          and u.type = 'basic'
          and u.removed_at is null
        )
        and u.status = v.status
        and coalesce(u.expires_at, '-infinity'::timestamptz) = coalesce(v.expires_at, '-infinity'::timestamptz)
        and u.type = v.type
        and u.add_ons = v.add_ons
        and u.role = v.role
        and (
          u.id = (
            select
              owner_id
            from
              accounts
            where
              id = $11
          )
        ) = v.is_owner
        and (u.id is not distinct from $12::uuid) = v.is_self
        and false = v.had_mails
      )
  ),
  numbered as (
    select
      *,
      row_number() over (
        partition by
          code
        order by
          id
      ) as i
    from
      others
    where
      verdict <> 'ok'
  ),
  listed as (
    select
      code as verdict,
      count(*) as n,
      coalesce(
        json_agg(
          json_build_object(
            'id',
            id,
            'name',
            (
              select
                coalesce(display_name (named.first_name, named.last_name), named.email)
              from
                users named
              where
                named.account_id = $13
                and named.id = numbered.id
            )
          )
        ) filter (
          where
            i <= 3
        ),
        '[]'
      ) as people,
      case
        when code = 'mail_limited' then (
          select
            iso(min(coalesce(u.recent_mails_since, u.invited_at) + make_interval(secs => 3600)))
          from
            users u
          where
            u.account_id = $14
            and u.id = any (array_agg(numbered.id))
        )
      end as "nextAt"
    from
      numbered
    group by
      code
  )
select
  (
    select
      coalesce(json_agg(listed), '[]')
    from
      listed
  ) as verdicts,
  (
    select
      coalesce(sum(n), 0)
    from
      verdicts
    where
      verdict = 'ok'
      and renews
  ) as mails,
  (
    select
      coalesce(sum(n), 0)
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
              null::uuid as group_id,
              '' as department,
              next_status,
              next_status_now,
              next_type,
              next_add_ons,
              case
                when next_status = 'pending' then iso(next_expires_at)
              end as next_until,
              null::uuid as next_group_id,
              '' as next_department
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
  null::json as "apiKeys",
  (
    select
      coalesce(sum(n), 0)
    from
      frozen
  ) as frozen

-- $1 = "00000000-0000-7000-8000-000000000001"
-- $2 = "pro"
-- $3 = "00000000-0000-7000-8000-000000000001"
-- $4 = "00000000-0000-7000-8000-000000000002"
-- $5 = "00000000-0000-7000-8000-000000000001"
-- $6 = "{\"large-meeting\":[\"pro\",\"corp\"],\"webinar\":[\"pro\",\"corp\"],\"cloud-recording\":[\"pro\",\"corp\"]}"
-- $7 = "00000000-0000-7000-8000-000000000001"
-- $8 = "00000000-0000-7000-8000-000000000006"
-- $9 = 10000
-- $10 = "00000000-0000-7000-8000-000000000001"
-- $11 = "00000000-0000-7000-8000-000000000001"
-- $12 = "00000000-0000-7000-8000-000000000002"
-- $13 = "00000000-0000-7000-8000-000000000001"
-- $14 = "00000000-0000-7000-8000-000000000001"
