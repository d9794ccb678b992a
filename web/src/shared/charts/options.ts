import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from './theme';

/** A series of decimal texts over the categories of a chart. Drawing is the one place where they become numbers. */
export interface ChartSeries {
  name: string;
  kind: 'line' | 'bar';
  values: readonly (string | null)[];
  isStacked?: boolean;
}

export interface ChartModel {
  categories: readonly string[];
  series: readonly ChartSeries[];
  /** Writes a value for the tooltip. */
  format: (value: string) => string;
  /** Writes a value for the axis: short. */
  formatAxis: (value: string) => string;
}

/** The options of a chart with one axis of categories. The tooltip is drawn (rich text): no HTML, no inline styles. */
export function chartOptions(model: ChartModel, theme: ChartTheme): EChartsCoreOption {
  const axisLabel = { color: theme.quiet, fontSize: 12 };
  return {
    color: theme.palette,
    animationDuration: 300,
    grid: { left: 8, right: 12, top: model.series.length > 1 ? 36 : 14, bottom: 4, containLabel: true },
    legend:
      model.series.length > 1
        ? {
            top: 0,
            left: 0,
            icon: 'roundRect',
            itemWidth: 10,
            itemHeight: 10,
            textStyle: { color: theme.quiet },
          }
        : undefined,
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      backgroundColor: theme.surface,
      borderColor: theme.line,
      textStyle: { color: theme.text, fontSize: 13 },
      valueFormatter: (value: unknown) =>
        value === null || value === undefined ? '—' : model.format(String(value)),
    },
    xAxis: {
      type: 'category',
      data: [...model.categories],
      axisLabel,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.line } },
    },
    yAxis: {
      type: 'value',
      axisLabel: { ...axisLabel, formatter: (value: number) => model.formatAxis(String(value)) },
      splitLine: { lineStyle: { color: theme.line } },
    },
    series: model.series.map((series) => ({
      name: series.name,
      type: series.kind,
      data: series.values.map((value) => (value === null ? null : Number(value))),
      stack: series.isStacked ? 'all' : undefined,
      smooth: false,
      symbol: series.values.length > 40 ? 'none' : 'circle',
      symbolSize: 5,
      lineStyle: { width: 2 },
      areaStyle: series.kind === 'line' && model.series.length === 1 ? { opacity: 0.08 } : undefined,
      barMaxWidth: 22,
      itemStyle: series.kind === 'bar' ? { borderRadius: [3, 3, 0, 0] } : undefined,
    })),
  };
}
