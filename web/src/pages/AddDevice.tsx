import { useState } from 'react';
import { request, rest } from '../data/http';
import { useQuery } from '../data/query';
import type { DeviceModel, GatewayModel } from '../data/types';
import { fullName } from '../format';
import { useWords } from '../i18n';
import { useSite } from '../session';
import { Card } from '../components/Card';
import { Choice, Field } from '../components/Field';
import { Form } from '../components/Form';
import { say } from '../components/Toasts';
import { DeviceMeaning, meaning, openParts, type Configuration } from './DeviceMeaning';

/** A device of a known model, the connection it is behind (one that is there already is shared), and what it means for the house. */
export function AddDevice({ added }: { added: (device: string) => void }) {
  const site = useSite();
  const { t, code } = useWords();
  const models = useQuery<DeviceModel[]>(rest('vw_device_model', { order: 'class,vendor,name' }));
  const ways = useQuery<GatewayModel[]>(rest('vw_gateway_model', { order: 'gateway_model' }));
  const [device, setDevice] = useState('');
  const [model, setModel] = useState('');
  const [way, setWay] = useState('');
  const [host, setHost] = useState('');
  const [port, setPort] = useState('502');
  const [unit, setUnit] = useState('1');
  const [parts, setParts] = useState<string[]>([]);
  const [given, setGiven] = useState<Record<string, string>>({});
  const chosen = models.data?.find((each) => each.device_model === model);
  const fitting = (ways.data ?? []).filter((each) => (each.protocol === 'http') === (chosen?.protocol === 'loxone'));
  const kind = fitting.find((each) => each.gateway_model === way) ?? fitting[0];
  const configuration = () => request<Configuration>('GET', rest('rpc/configuration', { p_site_id: site.site_id }));
  const choose = async (next: string) => {
    setModel(next);
    setParts(openParts(models.data?.find((each) => each.device_model === next)?.signals ?? [], await configuration()));
  };
  const add = async () => {
    const house = await configuration();
    const { gateways = [], devices = [] } = house;
    const there = gateways.find((each) => each.host === host && each.port === Number(port));
    const gateway_id = there?.gateway_id ?? device;
    await request('PUT', `/api/v1/sites/${encodeURIComponent(site.site_id)}/configuration?dry_run=false`, {
      ...(there || !kind ? {} : { gateways: [...gateways, {
        gateway_id, gateway_model: kind.gateway_model, host, port: Number(port), connect_timeout_ms: kind.connect_timeout_ms, response_timeout_ms: kind.response_timeout_ms, request_gap_ms: kind.request_gap_ms,
        max_words: kind.max_words, idle_timeout_s: kind.idle_timeout_s, ...(chosen?.line ? { line: chosen.line } : {}),
      }] }),
      devices: [...devices, { device, device_model: model, gateway_id, unit_id: Number(unit) }],
      ...meaning(device, chosen?.signals ?? [], parts, given, house),
    });
    say(t('devices.added', { device }));
    added(device);
  };
  return (
    <Card title={t('devices.add')}>
      <Form submit={t('devices.add')} work={add}>
        <div className="pair">
          <Field label={t('house.name')} value={device} onChange={setDevice} pattern="[a-z][a-z0-9_]{0,31}" hint={t('devices.name')} required />
          <Choice label={t('devices.model')} value={model} onChange={(next) => void choose(next)} required><option value="" disabled>–</option>
            {[...new Set((models.data ?? []).map((each) => each.class))].map((each) => <optgroup key={each} label={code('class', each)}>{models.data?.filter((one) => one.class === each).map((one) => <option key={one.device_model} value={one.device_model}>{fullName(one.vendor, one.name)}</option>)}</optgroup>)}</Choice>
          <Choice label={t('devices.way')} value={kind?.gateway_model ?? ''} onChange={setWay}>{fitting.map((each) => <option key={each.gateway_model} value={each.gateway_model}>{each.name}</option>)}</Choice>
          <Field label={t('devices.address')} value={host} onChange={setHost} hint="192.168.1.20" required />
          <Field label={t('devices.port')} type="number" min={1} max={65535} value={port} onChange={setPort} required />
          <Field label={t('devices.unit')} type="number" min={0} max={255} value={unit} onChange={setUnit} required />
        </div>
        {chosen?.signals && <DeviceMeaning signals={chosen.signals} parts={parts} setParts={setParts} given={given} setGiven={setGiven} />}
        {chosen?.note && <p className="muted"><small>{chosen.note}</small></p>}
        <p className="muted"><small>{t('devices.meaning')}</small></p>
      </Form>
    </Card>
  );
}
