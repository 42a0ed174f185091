import { useMemo } from 'react';
import { useSite } from './session';
import { useWords } from './i18n';

const dash = '–';
type N = number | null | undefined;

/** Numbers, money and instants as the reader's language and the house's zone write them. Missing is a dash, never 0. */
export class Format {
  /** Locale of numbers and dates; English as in Europe, with its 24 hours. */
  private readonly language: string;
  constructor(language: string, readonly zone: string, readonly currency: string) { this.language = language === 'en' ? 'en-GB' : language; }

  private readonly formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();
  private numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = JSON.stringify(options);
    const known = this.formats.get(key) ?? new Intl.NumberFormat(this.language, options);
    this.formats.set(key, known);
    return known as Intl.NumberFormat;
  }
  private dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = JSON.stringify(options);
    const known = this.formats.get(key) ?? new Intl.DateTimeFormat(this.language, { timeZone: this.zone, ...options });
    this.formats.set(key, known);
    return known as Intl.DateTimeFormat;
  }

  number = (value: N, digits = 1) => (value == null ? dash : this.numbers({ maximumFractionDigits: digits }).format(value));
  fixed = (value: N, digits: number) => (value == null ? dash : this.numbers({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value));
  /** W below 1 kW, kW above. */
  power = (watts: N) => (watts == null ? dash : Math.abs(watts) < 999.5 ? `${this.number(Math.round(watts) + 0, 0)} W` : `${this.fixed(watts / 1000, Math.abs(watts) < 9995 ? 2 : 1)} kW`);
  energy = (wattHours: N) => (wattHours == null ? dash : Math.abs(wattHours) < 999.5 ? `${this.number(wattHours, 0)} Wh` : `${this.number(wattHours / 1000, Math.abs(wattHours) < 99950 ? 1 : 0)} kWh`);
  percent = (value: N, digits = 0) => (value == null ? dash : `${this.number(value, digits)} %`);
  money = (value: N, digits = 2) => (value == null ? dash
    : this.numbers({ style: 'currency', currency: this.currency, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value));
  price = (value: N) => this.fixed(value, 2);
  get priceUnit() { return `${this.symbol}/kWh`; }
  get symbol() { return this.numbers({ style: 'currency', currency: this.currency }).formatToParts(0).find((part) => part.type === 'currency')?.value ?? this.currency; }
  celsius = (value: N) => (value == null ? dash : `${this.fixed(value, 1)} °C`);

  time = (instant: string | number | null | undefined) => (instant == null ? dash : this.dates({ hour: '2-digit', minute: '2-digit' }).format(new Date(instant)));
  date = (instant: string | number) => this.dates({ day: 'numeric', month: 'numeric' }).format(new Date(instant));
  weekday = (instant: string | number) => this.dates({ weekday: 'short', day: 'numeric', month: 'numeric' }).format(new Date(instant));
  dateTime = (instant: string | number | null | undefined) => (instant == null ? dash
    : this.dates({ day: 'numeric', month: 'numeric', hour: '2-digit', minute: '2-digit' }).format(new Date(instant)));
  fullDateTime = (instant: string | number) => this.dates({ weekday: 'short', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }).format(new Date(instant));
  /** A time of day as the database gives it (HH:MM:SS). */
  wall = (time: string) => time.slice(0, 5);
  /** A stretch of time in its largest whole unit: 15 min, 2 h. */
  span = (seconds: N) => {
    if (seconds == null) return dash;
    const [size, unit] = seconds % 3600 === 0 ? [3600, 'hour'] : seconds % 60 === 0 ? [60, 'minute'] : [1, 'second'];
    return this.numbers({ style: 'unit', unit: unit as 'hour', unitDisplay: 'short' }).format(seconds / (size as number));
  };
  took = (milliseconds: N) => (milliseconds == null ? dash : milliseconds < 1000 ? `${this.number(milliseconds, 0)} ms` : `${this.number(milliseconds / 1000, 1)} s`);
  /** A local day as the database gives it (YYYY-MM-DD). */
  day = (day: string) => new Intl.DateTimeFormat(this.language, { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'numeric' }).format(new Date(`${day}T00:00Z`));
  month = (day: string) => new Intl.DateTimeFormat(this.language, { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(new Date(`${day}T00:00Z`));
  shortMonth = (day: string) => new Intl.DateTimeFormat(this.language, { timeZone: 'UTC', month: 'short' }).format(new Date(`${day}T00:00Z`));
  /** Hour and minute in the house's zone, for ticks of an axis. */
  clock = (instant: number): [hour: number, minute: number] => {
    const parts = this.dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(instant);
    const part = (type: string) => Number(parts.find((p) => p.type === type)?.value ?? 0);
    return [part('hour'), part('minute')];
  };
  ago = (instant: string | number | null | undefined, now = Date.now()) => {
    if (instant == null) return dash;
    const seconds = Math.round((new Date(instant).getTime() - now) / 1000);
    const relative = new Intl.RelativeTimeFormat(this.language, { numeric: 'auto', style: 'short' });
    if (Math.abs(seconds) < 90) return relative.format(Math.min(0, seconds), 'second');
    if (Math.abs(seconds) < 5400) return relative.format(Math.round(seconds / 60), 'minute');
    if (Math.abs(seconds) < 129600) return relative.format(Math.round(seconds / 3600), 'hour');
    return relative.format(Math.round(seconds / 86400), 'day');
  };
}

/** Maker and model, the maker once. */
export const fullName = (vendor: string, model: string) => (model.startsWith(vendor) ? model : `${vendor} ${model}`);

export function useFormat(): Format {
  const { language } = useWords();
  const site = useSite();
  return useMemo(() => new Format(language, site.time_zone, site.currency), [language, site.time_zone, site.currency]);
}
