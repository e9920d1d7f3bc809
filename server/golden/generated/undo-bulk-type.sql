-- One chunk of all Basic to Pro is undone: everyone was the same before.
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
          unnest(c.ids) with ordinality as t (id, i)
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
      (
        case
          when (u.type = $8::text) then $9::text
        end
      )::text as proposed_type,
      string_to_array(
        (
          case
            when (array_to_string(u.add_ons, ',') = $10::text) then $11::text
          end
        ),
        ','
      ) as proposed_add_ons,
      status_now (
        u.status,
        u.expires_at,
        (
          select
            muster_now()
        )
      ) as status_now,
      coalesce(
        (
          not (u.type = $12::text)
          and $13::text is distinct from $14::text
          and u.type is distinct from $15::text
        )
        or (
          not (array_to_string(u.add_ons, ',') = $16::text)
          and $17::text is distinct from $18::text
          and array_to_string(u.add_ons, ',') is distinct from $19::text
        ),
        false
      ) as conflict,
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
                id = $20
            )
          ) as is_owner,
          (u.id is not distinct from $21::uuid) as is_self,
          false as had_mails
        from
          p,
          users u
        where
          (
            u.account_id = $22
            and u.id between $23::uuid and $24::uuid
            and u.id = p.id
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
      coalesce(proposed_add_ons, add_ons) as asked_add_ons,
      coalesce(proposed_add_ons, '{}') as named_add_ons,
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
            coalesce($25::jsonb -> a ? next_type, true)
          order by
            a collate "C"
        )
      end as next_add_ons,
      named_add_ons <> '{}'
      and exists (
        select
        from
          unnest(named_add_ons) a
        where
          a = any (asked_add_ons)
          and not coalesce($26::jsonb -> a ? next_type, true)
      ) as unfit
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
          or unfit
        ) then case
          when conflict then 'changed_since'
          else 'unchanged'
        end
        when (status = 'removed') then 'already_removed'
        when unfit then 'add_on_needs_type'
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
      p,
      ok
    where
      (
        (
          u.account_id = $27
          and u.id between $28::uuid and $29::uuid
          and u.id = p.id
        )
        and u.status = ok.status
        and coalesce(u.expires_at, '-infinity'::timestamptz) = coalesce(ok.expires_at, '-infinity'::timestamptz)
        and u.type = ok.type
        and u.add_ons = ok.add_ons
        and u.role = ok.role
        and (
          u.id = (
            select
              owner_id
            from
              accounts
            where
              id = $30
          )
        ) = ok.is_owner
        and (u.id is not distinct from $31::uuid) = ok.is_self
        and false = ok.had_mails
      )
    returning
      u.id,
      ok.recorded_type_before,
      ok.recorded_type_after,
      ok."recorded_addOns_before",
      ok."recorded_addOns_after"
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
          u.account_id = $32
          and u.id between $33::uuid and $34::uuid
          and u.id = p.id
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
              id = $35
          )
        ) = v.is_owner
        and (u.id is not distinct from $36::uuid) = v.is_self
        and false = v.had_mails
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
            u.account_id = $37
            and u.id between $38::uuid and $39::uuid
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
      $40,
      $41,
      $42,
      $43,
      ids,
      ids[1],
      ids[cardinality(ids)],
      (
        select
          muster_now()
      ),
      jsonb_build_object(
        'type',
        case
          when (
            select
              count(distinct recorded_type_before)
            from
              ok
          ) = 1 then (
            select
              to_jsonb(min(recorded_type_before))
            from
              ok
          )
          else (
            select
              jsonb_agg(
                recorded_type_before
                order by
                  id
              )
            from
              written
          )
        end,
        'addOns',
        case
          when (
            select
              count(distinct "recorded_addOns_before")
            from
              ok
          ) = 1 then (
            select
              to_jsonb(min("recorded_addOns_before"))
            from
              ok
          )
          else (
            select
              jsonb_agg(
                "recorded_addOns_before"
                order by
                  id
              )
            from
              written
          )
        end
      ),
      jsonb_build_object(
        'type',
        case
          when (
            select
              count(distinct recorded_type_after)
            from
              ok
          ) = 1 then (
            select
              to_jsonb(min(recorded_type_after))
            from
              ok
          )
          else (
            select
              jsonb_agg(
                recorded_type_after
                order by
                  id
              )
            from
              written
          )
        end,
        'addOns',
        case
          when (
            select
              count(distinct "recorded_addOns_after")
            from
              ok
          ) = 1 then (
            select
              to_jsonb(min("recorded_addOns_after"))
            from
              ok
          )
          else (
            select
              jsonb_agg(
                "recorded_addOns_after"
                order by
                  id
              )
            from
              written
          )
        end
      ),
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

-- $1 = 0
-- $2 = 10000
-- $3 = "00000000-0000-7000-8000-000000000001"
-- $4 = "00000000-0000-7000-8000-000000000006"
-- $5 = [0]
-- $6 = "00000000-0000-7000-8000-000000000001"
-- $7 = 10000
-- $8 = "pro"
-- $9 = "basic"
-- $10 = ""
-- $11 = ""
-- $12 = "pro"
-- $13 = "basic"
-- $14 = "pro"
-- $15 = "basic"
-- $16 = ""
-- $17 = ""
-- $18 = ""
-- $19 = ""
-- $20 = "00000000-0000-7000-8000-000000000001"
-- $21 = "00000000-0000-7000-8000-000000000002"
-- $22 = "00000000-0000-7000-8000-000000000001"
-- $23 = "00000000-0000-7000-8000-000000000003"
-- $24 = "00000000-0000-7000-8000-000000000004"
-- $25 = "{\"large-meeting\":[\"pro\",\"corp\"],\"webinar\":[\"pro\",\"corp\"],\"cloud-recording\":[\"pro\",\"corp\"]}"
-- $26 = "{\"large-meeting\":[\"pro\",\"corp\"],\"webinar\":[\"pro\",\"corp\"],\"cloud-recording\":[\"pro\",\"corp\"]}"
-- $27 = "00000000-0000-7000-8000-000000000001"
-- $28 = "00000000-0000-7000-8000-000000000003"
-- $29 = "00000000-0000-7000-8000-000000000004"
-- $30 = "00000000-0000-7000-8000-000000000001"
-- $31 = "00000000-0000-7000-8000-000000000002"
-- $32 = "00000000-0000-7000-8000-000000000001"
-- $33 = "00000000-0000-7000-8000-000000000003"
-- $34 = "00000000-0000-7000-8000-000000000004"
-- $35 = "00000000-0000-7000-8000-000000000001"
-- $36 = "00000000-0000-7000-8000-000000000002"
-- $37 = "00000000-0000-7000-8000-000000000001"
-- $38 = "00000000-0000-7000-8000-000000000003"
-- $39 = "00000000-0000-7000-8000-000000000004"
-- $40 = "00000000-0000-7000-8000-000000000001"
-- $41 = "00000000-0000-7000-8000-000000000006"
-- $42 = 0
-- $43 = "update"
