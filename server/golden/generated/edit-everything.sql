-- Every field of one person but the status is set.
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
      u.email,
      u.first_name,
      u.last_name,
      u.department,
      u.group_id,
      u.status_before,
      u.joined,
      u.email_key,
      u.name_key,
      ($3)::text as proposed_email,
      ($4)::text as proposed_first_name,
      ($5)::text as proposed_last_name,
      ($6)::text as proposed_department,
      ($7)::text as proposed_group_id,
      ($8)::text as proposed_type,
      $9::text[] as proposed_add_ons,
      ($10)::text as proposed_role,
      ($11)::text as proposed_email_key,
      ($12)::text as proposed_name_key,
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
            id = $13
        )
      ) as role_now
    from
      p,
      users u
    where
      (
        u.account_id = $14
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
      coalesce(proposed_email, email) as next_email,
      coalesce(proposed_first_name, first_name) as next_first_name,
      coalesce(proposed_last_name, last_name) as next_last_name,
      coalesce(proposed_department, department) as next_department,
      case
        when proposed_group_id is null then group_id
        else nullif(proposed_group_id, '')::uuid
      end as next_group_id,
      coalesce(proposed_type, type) as next_type,
      coalesce(proposed_role, role) as next_role,
      coalesce(proposed_name_key, name_key) as next_name_key,
      coalesce(proposed_email_key, email_key) as next_email_key,
      proposed_email is not null
      and proposed_email <> email as email_acts,
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
            coalesce($15::jsonb -> a ? next_type, true)
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
          and not coalesce($16::jsonb -> a ? next_type, true)
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
            next_first_name is distinct from first_name
            or next_last_name is distinct from last_name
            or next_department is distinct from department
            or next_group_id is distinct from group_id
            or next_type is distinct from type
            or next_add_ons is distinct from add_ons
          )
          or (email_acts)
          or (
            next_role <> role
            or (
              proposed_role is not null
              and role_now = 'owner'
            )
          )
          or unfit
        ) then case
          when conflict then 'changed_since'
          else 'unchanged'
        end
        when (
          role_now = 'owner'
          and (
            (email_acts)
            or (
              next_role <> role
              or (
                proposed_role is not null
                and role_now = 'owner'
              )
            )
          )
        ) then 'owner_protected'
        when (
          is_self
          and (
            (email_acts)
            or (
              next_role <> role
              or (
                proposed_role is not null
                and role_now = 'owner'
              )
            )
          )
        ) then 'self_protected'
        when (
          not (
            role_now = any ($17::text[])
            and next_role = any ($18::text[])
          )
          and (
            next_role <> role
            or (
              proposed_role is not null
              and role_now = 'owner'
            )
          )
        ) then 'role_forbidden'
        when (status = 'removed') then 'already_removed'
        when (
          (
            exists (
              select
              from
                users o
              where
                o.account_id = $19
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
          and (email_acts)
        ) then 'email_taken'
        when (
          next_group_id <> group_id
          and not exists (
            select
            from
              groups g
            where
              g.account_id = $20
              and g.id = next_group_id
          )
        ) then 'group_unknown'
        when unfit then 'add_on_needs_type'
        when (
          had_mails
          and (
            next_status = 'pending'
            and (email_acts)
          )
        ) then 'mail_limited'
        else 'ok'
      end as verdict_but_seats,
      (
        next_status = 'pending'
        and (email_acts)
      ) as renews,
      status_now as next_status_now,
      case
        when (
          next_status = 'pending'
          and (email_acts)
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
                id = $21
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
      v.email as recorded_email_before,
      v.next_email as recorded_email_after,
      v.first_name as "recorded_firstName_before",
      v.next_first_name as "recorded_firstName_after",
      v.last_name as "recorded_lastName_before",
      v.next_last_name as "recorded_lastName_after",
      v.department as recorded_department_before,
      v.next_department as recorded_department_after,
      coalesce(v.group_id::text, '') as "recorded_groupId_before",
      coalesce(v.next_group_id::text, '') as "recorded_groupId_after",
      v.type as recorded_type_before,
      v.next_type as recorded_type_after,
      array_to_string(v.add_ons, ',') as "recorded_addOns_before",
      array_to_string(v.next_add_ons, ',') as "recorded_addOns_after",
      v.role as recorded_role_before,
      v.next_role as recorded_role_after,
      v.email_key as "recorded_emailKey_before",
      v.next_email_key as "recorded_emailKey_after",
      v.name_key as "recorded_nameKey_before",
      v.next_name_key as "recorded_nameKey_after"
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
      email = ok.next_email,
      first_name = ok.next_first_name,
      last_name = ok.next_last_name,
      department = ok.next_department,
      group_id = ok.next_group_id,
      type = ok.next_type,
      add_ons = ok.next_add_ons,
      role = ok.next_role,
      name_key = ok.next_name_key,
      email_key = ok.next_email_key,
      invitation_version = u.invitation_version + (
        ok.renews
        or (
          ok.status = 'pending'
          and ok.next_status <> 'pending'
        )
      )::int,
      expires_at = ok.next_expires_at,
      joined = u.joined
      or false,
      invited_at = case
        when ok.renews then (
          select
            muster_now()
        )
        else u.invited_at
      end,
      invited_by = case
        when ok.renews then coalesce($22::uuid, u.invited_by)
        else u.invited_by
      end,
      mail_state = case
        when ok.renews then 'queued'
        when false then 'accepted'
        else u.mail_state
      end,
      mail_at = case
        when ok.renews
        or false then (
          select
            muster_now()
        )
        else u.mail_at
      end,
      mail_detail = case
        when ok.renews
        or false then null
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
      u.account_id = $23
      and u.id = ok.id
    returning
      u.id,
      ok.recorded_email_before,
      ok.recorded_email_after,
      ok."recorded_firstName_before",
      ok."recorded_firstName_after",
      ok."recorded_lastName_before",
      ok."recorded_lastName_after",
      ok.recorded_department_before,
      ok.recorded_department_after,
      ok."recorded_groupId_before",
      ok."recorded_groupId_after",
      ok.recorded_type_before,
      ok.recorded_type_after,
      ok."recorded_addOns_before",
      ok."recorded_addOns_after",
      ok.recorded_role_before,
      ok.recorded_role_after,
      ok."recorded_emailKey_before",
      ok."recorded_emailKey_after",
      ok."recorded_nameKey_before",
      ok."recorded_nameKey_after"
  ),
  done as materialized (
    select
      coalesce(array_agg(id), '{}') as ids,
      jsonb_agg(recorded_email_before) as recorded_email_before,
      jsonb_agg(recorded_email_after) as recorded_email_after,
      jsonb_agg("recorded_firstName_before") as "recorded_firstName_before",
      jsonb_agg("recorded_firstName_after") as "recorded_firstName_after",
      jsonb_agg("recorded_lastName_before") as "recorded_lastName_before",
      jsonb_agg("recorded_lastName_after") as "recorded_lastName_after",
      jsonb_agg(recorded_department_before) as recorded_department_before,
      jsonb_agg(recorded_department_after) as recorded_department_after,
      jsonb_agg("recorded_groupId_before") as "recorded_groupId_before",
      jsonb_agg("recorded_groupId_after") as "recorded_groupId_after",
      jsonb_agg(recorded_type_before) as recorded_type_before,
      jsonb_agg(recorded_type_after) as recorded_type_after,
      jsonb_agg("recorded_addOns_before") as "recorded_addOns_before",
      jsonb_agg("recorded_addOns_after") as "recorded_addOns_after",
      jsonb_agg(recorded_role_before) as recorded_role_before,
      jsonb_agg(recorded_role_after) as recorded_role_after,
      jsonb_agg("recorded_emailKey_before") as "recorded_emailKey_before",
      jsonb_agg("recorded_emailKey_after") as "recorded_emailKey_after",
      jsonb_agg("recorded_nameKey_before") as "recorded_nameKey_before",
      jsonb_agg("recorded_nameKey_after") as "recorded_nameKey_after"
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
      $24,
      $25,
      $26,
      $27,
      ids,
      ids[1],
      ids[cardinality(ids)],
      (
        select
          muster_now()
      ),
      jsonb_build_object(
        'email',
        recorded_email_before,
        'firstName',
        "recorded_firstName_before",
        'lastName',
        "recorded_lastName_before",
        'department',
        recorded_department_before,
        'groupId',
        "recorded_groupId_before",
        'type',
        recorded_type_before,
        'addOns',
        "recorded_addOns_before",
        'role',
        recorded_role_before,
        'emailKey',
        "recorded_emailKey_before",
        'nameKey',
        "recorded_nameKey_before"
      ),
      jsonb_build_object(
        'email',
        recorded_email_after,
        'firstName',
        "recorded_firstName_after",
        'lastName',
        "recorded_lastName_after",
        'department',
        $28::text,
        'groupId',
        $29::text,
        'type',
        $30::text,
        'addOns',
        "recorded_addOns_after",
        'role',
        $31::text,
        'emailKey',
        "recorded_emailKey_after",
        'nameKey',
        "recorded_nameKey_after"
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
-- $3 = "ann@example.com"
-- $4 = "Ann"
-- $5 = "Low"
-- $6 = "Sales"
-- $7 = "00000000-0000-7000-8000-000000000005"
-- $8 = "pro"
-- $9 = ["webinar"]
-- $10 = "member"
-- $11 = "ann@example.com"
-- $12 = "ann low"
-- $13 = "00000000-0000-7000-8000-000000000001"
-- $14 = "00000000-0000-7000-8000-000000000001"
-- $15 = "{\"large-meeting\":[\"pro\",\"corp\"],\"webinar\":[\"pro\",\"corp\"],\"cloud-recording\":[\"pro\",\"corp\"]}"
-- $16 = "{\"large-meeting\":[\"pro\",\"corp\"],\"webinar\":[\"pro\",\"corp\"],\"cloud-recording\":[\"pro\",\"corp\"]}"
-- $17 = ["admin","member"]
-- $18 = ["admin","member"]
-- $19 = "00000000-0000-7000-8000-000000000001"
-- $20 = "00000000-0000-7000-8000-000000000001"
-- $21 = "00000000-0000-7000-8000-000000000001"
-- $22 = "00000000-0000-7000-8000-000000000002"
-- $23 = "00000000-0000-7000-8000-000000000001"
-- $24 = "00000000-0000-7000-8000-000000000001"
-- $25 = "00000000-0000-7000-8000-000000000006"
-- $26 = 0
-- $27 = "update"
-- $28 = "Sales"
-- $29 = "00000000-0000-7000-8000-000000000005"
-- $30 = "pro"
-- $31 = "member"
