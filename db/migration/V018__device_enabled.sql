-- A device that is switched off is asked nothing any more, so it must have its owner's settings back before.
alter table ems.device add constraint device_enabled_check check (enabled or control_state = 'released');
