import { describe, expect, it } from 'vitest';
import { chartOptions } from './options';
import { CHART_LIGHT } from './theme';

const model = {
  categories: ['01-01', '01-02'],
  series: [{ name: 'Sales', kind: 'line' as const, values: ['12.50', null] }],
  format: (value: string) => `¥${value}`,
  formatAxis: (value: string) => value,
};

describe('a chart', () => {
  it('draws its tooltip without HTML, which the content policy would refuse', () => {
    const { tooltip } = chartOptions(model, CHART_LIGHT) as { tooltip: { renderMode: string } };
    expect(tooltip.renderMode).toBe('richText');
  });

  it('leaves a gap where there is no figure', () => {
    const { series } = chartOptions(model, CHART_LIGHT) as { series: { data: (number | null)[] }[] };
    expect(series[0]?.data).toEqual([12.5, null]);
  });

  it('needs a legend only for several series', () => {
    expect((chartOptions(model, CHART_LIGHT) as { legend?: object }).legend).toBeUndefined();
    const two = {
      ...model,
      series: [...model.series, { name: 'Cost', kind: 'bar' as const, values: ['1', '2'] }],
    };
    expect((chartOptions(two, CHART_LIGHT) as { legend?: object }).legend).toBeDefined();
  });
});
