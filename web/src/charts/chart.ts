import { Chart, Filler, LineController, LineElement, LinearScale, PointElement, Tooltip, Decimation } from 'chart.js';

Chart.register(LineController, LineElement, PointElement, LinearScale, Filler, Tooltip, Decimation);
Chart.defaults.font.family = getComputedStyle(document.documentElement).fontFamily;
export { Chart };
