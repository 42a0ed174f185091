-- A device under control cannot be switched off: nobody would give its owner's settings back.
begin;
select plan(3);
select test.house();
update ems.device set control_state = 'controlled' where device = 'inverter';
select is(test.refusal($$ update ems.device set enabled = false where device = 'inverter' $$), '23514 device_enabled_check', 'not while it is controlled');
update ems.device set control_state = 'released' where device = 'inverter';
select is(test.refusal($$ update ems.device set enabled = false where device = 'inverter' $$), 'accepted', 'but when it was given back');
select is((select enabled from ems.device where device = 'inverter'), false, '(and it is off)');
select * from finish();
rollback;
