-- COP as a share of Carnot.
begin;
select plan(10);
select is(round(ems.fn_cop(7, 35, 0.41)::numeric, 3), 4.512, 'A7/W35 at 0.41 of Carnot: 0.41 × 308.15 / 28');
select is(round(ems.fn_cop(-10, 46, 0.4)::numeric, 3), 2.280, 'A−10/W46 at 0.4: 0.4 × 319.15 / 56');
select is(round(ems.fn_cop(0, 38, 0.4)::numeric, 3), round((0.9 * 0.4 * 311.15 / 38)::numeric, 3), 'between −3 and 5 °C a tenth less for defrosting');
select ok(ems.fn_cop(5.1, 38, 0.4) > ems.fn_cop(4.9, 38, 0.4) and ems.fn_cop(-3.1, 38, 0.4) > ems.fn_cop(-2.9, 38, 0.4), 'outside it not');
select is(ems.fn_cop(30, 35, 0.5), 8::double precision, 'never above 8');
select is(ems.fn_cop(-40, 70, 0.2), 1::double precision, 'never below 1');
select is(ems.fn_cop(40, 35, 0.4), 8::double precision, 'warmer outside than the flow is no division by zero');
select is_empty($$ select o, f from generate_series(-30, 40) as o cross join generate_series(25, 65, 5) as f where ems.fn_cop(o, f, 0.4) not between 1 and 8 or ems.fn_cop(o, f + 5, 0.4) > ems.fn_cop(o, f, 0.4) $$, 'property: within 1 … 8, and warmer water never costs less');
select is_empty($$ select o from generate_series(-30, -5) as o where ems.fn_cop(o, 45, 0.4) >= ems.fn_cop(o + 1, 45, 0.4) $$, 'property: warmer air never costs more');
select is(ems.fn_cop(null, 35, 0.4), null, 'no temperature, no COP');
select * from finish();
rollback;
