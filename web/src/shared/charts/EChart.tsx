import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useIsDark } from '@/app/theme';
import { type ChartModel, chartOptions } from './options';
import { CHART_DARK, CHART_LIGHT } from './theme';

echarts.use([
  LineChart,
  BarChart,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  AriaComponent,
  CanvasRenderer,
]);

/** The drawn chart; loaded on demand, as the library weighs more than the rest of a page. */
export default function EChart({ model, height }: { model: ChartModel; height: number }) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<echarts.ECharts>(null);
  const isDark = useIsDark();
  useEffect(() => {
    if (!frame.current) return;
    const made = echarts.init(frame.current);
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(frame.current);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(chartOptions(model, isDark ? CHART_DARK : CHART_LIGHT), { notMerge: true });
  }, [model, isDark]);
  return <div ref={frame} style={{ height }} aria-hidden="true" />;
}
