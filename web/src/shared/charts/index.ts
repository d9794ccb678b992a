export { Chart } from './Chart';
export type { ChartModel, ChartSeries } from './options';
