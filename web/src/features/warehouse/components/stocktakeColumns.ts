import type { ListColumn } from '@/shared/list';
import type { Stocktake } from '../stocktakeDefinition';

type Line = Stocktake['lines'][number];

/** What a line of a stocktake is about: the item, where it lies, its lot where any line has one, its unit. */
export function stocktakeColumns(t: (key: string) => string, stocktake: Stocktake): ListColumn<Line>[] {
  const columns: (ListColumn<Line> | false)[] = [
    { key: 'code', title: t('warehouse:stock.code'), width: 110, render: (line) => line.item.code },
    { key: 'name', title: t('document:column.item'), width: 250, render: (line) => line.item.name },
    {
      key: 'specification',
      title: t('document:column.specification'),
      width: 100,
      render: (line) => line.item.specification,
    },
    {
      key: 'location',
      title: t('warehouse:stocktake.location'),
      width: 110,
      render: (line) => line.location.name,
    },
    stocktake.lines.some((line) => line.lot) && {
      key: 'lot',
      title: t('warehouse:stocktake.lot'),
      width: 110,
      render: (line) => line.lot?.code,
    },
    { key: 'unit', title: t('document:column.unit'), width: 60, render: (line) => line.unit.name },
  ];
  return columns.filter((column) => column !== false);
}
