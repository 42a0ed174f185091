const paths = {
  dashboard: 'M4 11.5 12 5l8 6.5M6.5 10v9h11v-9',
  plan: 'M4 19V5m0 14h16M7.5 15l3.5-4 3 2.5L19 7',
  control: 'M5 7h8m4 0h2M5 17h2m4 0h8M15 5v4M9 15v4',
  savings: 'M4 13c0-3.5 3.4-6 7.5-6 1.3 0 2.4.2 3.5.6L18 6v3.2c1 .9 1.6 1.6 2 2.8h1v3h-1.8c-.5.8-1.2 1.5-2.2 2V19h-2.500v-1.200c-1 .2-3 .2-4.500 0V19H7.500v-2.200C5.300 16 4 14.700 4 13zM10 10h3',
  telemetry: 'M3 12h4l2.500-6 4.500 12 2.500-6H21',
  devices: 'M5 5h14v6H5zM5 13h14v6H5zM8 8h.01M8 16h.01M12 8h4M12 16h4',
  alerts: 'M12 4a5 5 0 0 1 5 5c0 5 2 6 2 6H5s2-1 2-6a5 5 0 0 1 5-5zm-1.500 14.500a1.600 1.600 0 0 0 3 0',
  settings: 'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM12 3v3m0 12v3M3 12h3m12 0h3M5.600 5.600l2.100 2.100m8.600 8.600 2.100 2.100m0-12.800-2.100 2.100m-8.600 8.600-2.100 2.100',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M18.700 5.300l-1.400 1.400M6.700 17.300l-1.400 1.400',
  grid: 'M9 3h6l3 18M9 3 6 21M7.800 9h8.400M7 14h10M8.500 9 17 14M15.500 9 7 14',
  battery: 'M4 8h14v9H4zM18 11h2.500v3H18M11.500 9.500 9 12.800h3.500L10.500 16',
  house: 'M4 11.500 12 5l8 6.500M6.500 10v9h11v-9M10 19v-5h4v5',
  car: 'M4 16v-3l2-5.500h12L20 13v3M4 16h16M4 16v2.500M20 16v2.500M4.500 13h15M7.500 14.500h.01M16.500 14.500h.01',
  heat: 'M12 3v9.500M12 12.500a3.500 3.500 0 1 1-2.500 0V5a2.500 2.500 0 0 1 5 0v7.500',
  check: 'm5 12.500 4.500 4.500L19 7.500', close: 'm6 6 12 12M18 6 6 18', warn: 'M12 4 2.500 20h19zM12 10v5M12 17.500h.01', lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  left: 'm14.500 6-6 6 6 6', right: 'm9.500 6 6 6-6 6', refresh: 'M19 8a8 8 0 1 0 1 6M19 3.500V8h-4.500', out: 'M14 5H5v14h9M10 12h11m-3.500-3.500L21 12l-3.500 3.500', download: 'M12 4v11m-4.500-4L12 15.500 16.500 11M5 20h14',
} as const;
export type IconName = keyof typeof paths;

/** A line drawing in the colour of the text; what it means is said beside it. */
export const Icon = ({ name, size = 20 }: { name: IconName; size?: number }) => (
  <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d={paths[name]} /></svg>
);
/** The same for use inside another drawing, centred at x, y. */
export const IconMark = ({ name, x, y, size }: { name: IconName; x: number; y: number; size: number }) => (
  <path className="icon-mark" d={paths[name]} transform={`translate(${x - size / 2} ${y - size / 2}) scale(${size / 24})`} />
);
