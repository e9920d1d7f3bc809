-- A change names two people: the one who planned it, and the one who acts, who is the one who planned it until somebody applies it.
alter table changes add column planned_by_kind text, add column planned_by_id uuid;
update changes set planned_by_kind = actor_kind, planned_by_id = actor_id;
alter table changes alter column planned_by_kind set not null;
