/// What the schema cache asks the catalogue. Everything by OID and with an empty search path: before its role switch the
/// login role may not even look names up in the exposed schemas, and types come back with their schema.
enum CatalogQueries {
    /// Of domains the type below all of them.
    private static let baseTypes = """
        base_type(oid, base_oid) as (
          select t.oid, t.oid from pg_catalog.pg_type as t where t.typbasetype = 0
          union all
          select t.oid, b.base_oid from pg_catalog.pg_type as t join base_type as b on t.typbasetype = b.oid
        )
        """

    /// $1: schemas. One row a relation.
    static let tables = """
        select c.oid::int8 as oid, n.nspname as schema, c.relname as name, d.description as comment, c.relkind in ('v', 'm') as is_view,
               c.relkind in ('r', 'p') or (c.relkind in ('v', 'f') and u.events & 8 = 8) as is_insertable,
               c.relkind in ('r', 'p') or (c.relkind in ('v', 'f') and u.events & 4 = 4) as is_updatable,
               c.relkind in ('r', 'p') or (c.relkind in ('v', 'f') and u.events & 16 = 16) as is_deletable,
               coalesce((select array_agg(a.attname::text order by a.attname)
                         from pg_catalog.pg_constraint as k
                         join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
                         where k.conrelid = c.oid and k.contype = 'p'), '{}') as primary_key
        from pg_catalog.pg_class as c
        join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
        cross join lateral (select case when c.relkind in ('v', 'f') then pg_catalog.pg_relation_is_updatable(c.oid, true) else 0 end) as u(events)
        left join pg_catalog.pg_description as d on d.objoid = c.oid and d.objsubid = 0 and d.classoid = 'pg_catalog.pg_class'::regclass
        where c.relkind in ('r', 'v', 'm', 'f', 'p') and not c.relispartition and n.nspname = any ($1::text[])
        order by n.nspname, c.relname
        """

    /// $1: schemas. One row a column, in order.
    static let columns = """
        with recursive \(baseTypes)
        select a.attrelid::int8 as relation, a.attname as name, d.description as comment,
               not (a.attnotnull or t.typtype = 'd' and t.typnotnull) as is_nullable,
               case when t.typtype = 'd' and b.typnamespace = 'pg_catalog'::regnamespace then pg_catalog.format_type(b.oid, null)
                    when t.typtype <> 'd' and t.typnamespace = 'pg_catalog'::regnamespace then pg_catalog.format_type(a.atttypid, null)
                    else pg_catalog.format_type(a.atttypid, a.atttypmod) end as type,
               pg_catalog.format_type(a.atttypid, a.atttypmod) as declared_type,
               pg_catalog.format_type(b.oid, null) as base_type,
               case when b.typname in ('varchar', 'bpchar') and m.typmod > 4 then m.typmod - 4
                    when b.typname in ('bit', 'varbit') and m.typmod > 0 then m.typmod end as max_length,
               case when t.typbasetype <> 0 and f.adbin is null then pg_catalog.pg_get_expr(t.typdefaultbin, 0)
                    when a.attidentity = 'd' then (select pg_catalog.format('nextval(%L)', s.objid::regclass) from pg_catalog.pg_depend as s
                                                   where s.refclassid = 'pg_catalog.pg_class'::regclass and s.refobjid = a.attrelid
                                                     and s.refobjsubid = a.attnum and s.deptype = 'i' limit 1)
                    when a.attgenerated <> '' then null
                    else pg_catalog.pg_get_expr(f.adbin, f.adrelid) end as default_expression,
               case when b.typtype = 'e' then (select array_agg(e.enumlabel::text order by e.enumsortorder) from pg_catalog.pg_enum as e
                                               where e.enumtypid = b.oid) else '{}' end as enum_values
        from pg_catalog.pg_attribute as a
        join pg_catalog.pg_class as c on c.oid = a.attrelid
        join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
        join pg_catalog.pg_type as t on t.oid = a.atttypid
        join base_type as bt on bt.oid = t.oid
        join pg_catalog.pg_type as b on b.oid = bt.base_oid
        cross join lateral (select case when t.typtype = 'd' then t.typtypmod else a.atttypmod end) as m(typmod)
        left join pg_catalog.pg_attrdef as f on f.adrelid = a.attrelid and f.adnum = a.attnum
        left join pg_catalog.pg_description as d
          on d.objoid = a.attrelid and d.objsubid = a.attnum and d.classoid = 'pg_catalog.pg_class'::regclass
        where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'v', 'm', 'f', 'p') and not c.relispartition
          and n.nspname = any ($1::text[])
        order by a.attrelid, a.attnum
        """

    /// All keys of all schemas, for views may stand on tables that are not exposed. One row a constraint.
    static let keys = """
        select k.conname as name, k.contype = 'f' as is_foreign, k.contype = 'p' as is_primary,
               k.conrelid::int8 as relation, n.nspname as schema, c.relname as table_name,
               k.confrelid::int8 as foreign_relation, fn.nspname as foreign_schema, fc.relname as foreign_name,
               k.conkey::int4[] as key, coalesce(k.confkey, '{}')::int4[] as foreign_key,
               (select array_agg(a.attname::text order by p.ord) from unnest(k.conkey) with ordinality as p(num, ord)
                join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = p.num) as columns,
               coalesce((select array_agg(a.attname::text order by p.ord) from unnest(k.confkey) with ordinality as p(num, ord)
                join pg_catalog.pg_attribute as a on a.attrelid = k.confrelid and a.attnum = p.num), '{}') as foreign_columns
        from pg_catalog.pg_constraint as k
        join pg_catalog.pg_class as c on c.oid = k.conrelid
        join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
        left join pg_catalog.pg_class as fc on fc.oid = k.confrelid
        left join pg_catalog.pg_namespace as fn on fn.oid = fc.relnamespace
        where k.contype in ('p', 'u', 'f') and (k.contype <> 'f' or k.conparentid = 0)
          and n.nspname <> 'pg_catalog'
        order by k.conrelid, k.conname
        """

    /// $1: schemas. One row a view, with its rule's parse tree and its columns' names by number.
    static let views = """
        select c.oid::int8 as oid, n.nspname as schema, c.relname as name, r.ev_action::text as rule,
               (select array_agg(a.attnum::int4 order by a.attnum) from pg_catalog.pg_attribute as a
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as numbers,
               (select array_agg(a.attname::text order by a.attnum) from pg_catalog.pg_attribute as a
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as names
        from pg_catalog.pg_class as c
        join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
        join pg_catalog.pg_rewrite as r on r.ev_class = c.oid and r.ev_type = '1'
        where c.relkind in ('v', 'm') and n.nspname = any ($1::text[])
        order by n.nspname, c.relname
        """

    /// $1: schemas, $2: names of hoisted settings. One row a function.
    static let routines = """
        with recursive \(baseTypes)
        select p.oid::int8 as oid, n.nspname as schema, p.proname as name, d.description as comment, p.provolatile::text as volatility,
               coalesce(a.names, '{}') as names, coalesce(a.types, '{}') as types, coalesce(a.cast_types, '{}') as cast_types,
               coalesce(a.required, '{}') as required, coalesce(a.variadic, '{}') as variadic,
               p.proretset as is_set, b.oid = 'void'::regtype as is_void,
               b.typtype = 'c' or b.oid = 'record'::regtype and coalesce(p.proargmodes::text[] && '{t,b,o}', false)
                 or coalesce(p.proargmodes::text[] && '{t,b,o}', false) as is_composite,
               tn.nspname as type_schema, coalesce(tc.relname, b.typname) as type_name,
               s.names as setting_names, s.setting_values
        from pg_catalog.pg_proc as p
        join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
        join base_type as bt on bt.oid = p.prorettype
        join pg_catalog.pg_type as b on b.oid = bt.base_oid
        join pg_catalog.pg_namespace as tn on tn.oid = b.typnamespace
        left join pg_catalog.pg_class as tc on tc.oid = b.typrelid
        left join pg_catalog.pg_description as d on d.objoid = p.oid and d.classoid = 'pg_catalog.pg_proc'::regclass
        cross join lateral (
          select array_agg(coalesce(i.name, '') order by i.ord) as names,
                 array_agg(pg_catalog.format_type(i.type, null) order by i.ord) as types,
                 array_agg(case i.type when 'bit'::regtype then 'bit varying' when 'bit[]'::regtype then 'bit varying[]'
                                       when 'character'::regtype then 'character varying' when 'character[]'::regtype then 'character varying[]'
                                       else pg_catalog.format_type(i.type, null) end order by i.ord) as cast_types,
                 array_agg(i.ord <= p.pronargs - p.pronargdefaults order by i.ord) as required,
                 array_agg(coalesce(i.mode = 'v', false) order by i.ord) as variadic,
                 count(*) filter (where coalesce(i.name, '') = '') as unnamed,
                 bool_and(i.type in ('bytea'::regtype, 'json'::regtype, 'jsonb'::regtype, 'text'::regtype, 'xml'::regtype))
                   filter (where coalesce(i.name, '') = '') as takes_body,
                 count(*) as count
          from unnest(p.proargnames, p.proargtypes::oid[], p.proargmodes) with ordinality as i(name, type, mode, ord)
          where i.type is not null
        ) as a
        cross join lateral (
          select array_agg(split_part(c.setting, '=', 1)) as names, array_agg(substr(c.setting, strpos(c.setting, '=') + 1)) as setting_values
          from unnest(p.proconfig) as c(setting) where split_part(c.setting, '=', 1) = any ($2::text[])
        ) as s
        where p.prokind = 'f' and b.oid not in ('trigger'::regtype, 'event_trigger'::regtype)
          and (a.unnamed = 0 or a.unnamed = 1 and a.count = 1 and a.takes_body)
          and n.nspname = any ($1::text[])
        order by n.nspname, p.proname, p.pronargs, p.oid
        """

    /// Functions from one row of a relation to rows of another. $1: schemas.
    static let computed = """
        select n.nspname as schema, p.proname as name, an.nspname as table_schema, ac.relname as table_name,
               rn.nspname as foreign_schema, rc.relname as foreign_name, not p.proretset or p.prorows = 1 as is_to_one
        from pg_catalog.pg_proc as p
        join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
        join pg_catalog.pg_type as at on at.oid = p.proargtypes[0]
        join pg_catalog.pg_class as ac on ac.oid = at.typrelid and ac.relkind in ('r', 'v', 'm', 'f', 'p')
        join pg_catalog.pg_namespace as an on an.oid = ac.relnamespace
        join pg_catalog.pg_type as rt on rt.oid = p.prorettype
        join pg_catalog.pg_class as rc on rc.oid = rt.typrelid and rc.relkind in ('r', 'v', 'm', 'f', 'p')
        join pg_catalog.pg_namespace as rn on rn.oid = rc.relnamespace
        where p.pronargs = 1 and p.prokind = 'f' and an.nspname = any ($1::text[])
        order by n.nspname, p.proname, p.oid
        """

    /// Settings of the roles the login role can become, as far as it may set them.
    static let roles = """
        select r.rolname as role, split_part(c.setting, '=', 1) as name, substr(c.setting, strpos(c.setting, '=') + 1) as value
        from pg_catalog.pg_auth_members as m
        join pg_catalog.pg_roles as r on r.oid = m.roleid
        cross join lateral unnest(r.rolconfig) as c(setting)
        join pg_catalog.pg_settings as s on s.name = split_part(c.setting, '=', 1)
        where m.member = (select oid from pg_catalog.pg_roles where rolname = current_user)
          and (s.context = 'user' or pg_catalog.has_parameter_privilege(s.name, 'set'))
        order by 1, 2
        """

    static let timeZones = "select name from pg_catalog.pg_timezone_names"
}
