-- The type of one person becomes Basic. Add-ons that need another type go with it.
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
      false as had_mails,
      u.status,
      u.expires_at,
      u.type,
      u.add_ons,
      u.role,
      ($3)::text as proposed_type,
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
  ok as materialized (
    select
      v.*,
      v.type as recorded_type_before,
      v.next_type as recorded_type_after,
      array_to_string(v.add_ons, ',') as "recorded_addOns_before",
      array_to_string(v.next_add_ons, ',') as "recorded_addOns_after"
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
      type = ok.next_type,
      add_ons = ok.next_add_ons
    from
      ok
    where
      u.account_id = $7
      and u.id = ok.id
    returning
      u.id,
      ok.recorded_type_before,
      ok.recorded_type_after,
      ok."recorded_addOns_before",
      ok."recorded_addOns_after"
  ),
  done as materialized (
    select
      coalesce(array_agg(id), '{}') as ids,
      jsonb_agg(recorded_type_before) as recorded_type_before,
      jsonb_agg(recorded_type_after) as recorded_type_after,
      jsonb_agg("recorded_addOns_before") as "recorded_addOns_before",
      jsonb_agg("recorded_addOns_after") as "recorded_addOns_after"
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
      $8,
      $9,
      $10,
      $11,
      ids,
      ids[1],
      ids[cardinality(ids)],
      (
        select
          muster_now()
      ),
      jsonb_build_object('type', recorded_type_before, 'addOns', "recorded_addOns_before"),
      jsonb_build_object('type', $12::text, 'addOns', "recorded_addOns_after"),
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
-- $3 = "basic"
-- $4 = "00000000-0000-7000-8000-000000000001"
-- $5 = "00000000-0000-7000-8000-000000000001"
-- $6 = "{\"large-meeting\":[\"pro\",\"corp\"],\"webinar\":[\"pro\",\"corp\"],\"cloud-recording\":[\"pro\",\"corp\"]}"
-- $7 = "00000000-0000-7000-8000-000000000001"
-- $8 = "00000000-0000-7000-8000-000000000001"
-- $9 = "00000000-0000-7000-8000-000000000006"
-- $10 = 0
-- $11 = "update"
-- $12 = "basic"
