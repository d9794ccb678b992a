import { SearchOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Grid, Input, Progress, Segmented } from 'antd';
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/shared/feedback';
import { useHotkeys } from '@/shared/hotkeys';
import { DataTable, type ListColumn } from '@/shared/list';
import { big, Quantity } from '@/shared/money';
import { ScanField } from '@/shared/scan';
import { lookUpItem } from '@/shared/select';
import { type CountView, countedLines, lineOfItem, linesOf } from '../counting';
import { countsOf } from '../counts';
import type { Stocktake } from '../stocktakeDefinition';
import { CountInput } from './CountInput';
import { LinePages, usePage } from './LinePages';
import { stocktakeColumns } from './stocktakeColumns';
import '../warehouse.css';

type Line = Stocktake['lines'][number];

/** Counting: by scanner or by hand, line by line, sent in the background. */
export function Counting({ stocktake }: { stocktake: Stocktake }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const queue = countsOf(stocktake.id, client);
  const sending = useSyncExternalStore(queue.subscribe, queue.state);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [view, setView] = useState<CountView>('open');
  const [search, setSearch] = useState('');
  const [lastId, setLastId] = useState<string | null>(null);
  const canCount = stocktake.verbs.includes('count');
  const lines = useMemo(
    () =>
      stocktake.lines.map((line) => ({ ...line, counted_quantity: typed[line.id] ?? line.counted_quantity })),
    [stocktake.lines, typed],
  );
  // A line just counted stays in sight until the view changes.
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => {
    const found = new Set(linesOf(lines, view, search).map((line) => line.id));
    const matching = linesOf(lines, 'all', search);
    return matching.filter((line) => found.has(line.id) || (view === 'open' && kept.has(line.id)));
  }, [lines, view, search, kept]);
  const page = usePage(shown, `${view}/${search}`);
  const count = useCallback(
    (lineId: string, quantity: string) => {
      setTyped((before) => ({ ...before, [lineId]: quantity }));
      setKept((before) => new Set(before).add(lineId));
      setLastId(lineId);
      queue.put(lineId, quantity);
    },
    [queue],
  );
  const scan = async (code: string, quantity: string): Promise<boolean> => {
    const found = await lookUpItem(code);
    const line = found && lineOfItem(lines, found.item.id, lastId);
    if (!found || !line) return false;
    const factor = big(found.unit.numerator).div(big(found.unit.denominator));
    const before = typed[line.id] ?? line.counted_quantity ?? '0';
    count(line.id, big(before).plus(big(quantity).times(factor)).toFixed());
    return true;
  };
  useHotkeys([
    {
      id: 'count.save',
      keys: 'mod+s',
      label: 'document:key.save',
      group: 'document',
      inInputs: true,
      run: () => void queue.flush().catch(() => undefined),
    },
  ]);
  const done = countedLines(lines);
  const last = lines.find((line) => line.id === lastId);
  const isNarrow = Grid.useBreakpoint().md === false;
  const columns = countColumns(t, stocktake, canCount, count);
  const ordered = isNarrow ? narrowFirst(columns) : columns;
  return (
    <div className="counting">
      <div className="counting-tools">
        <div className="counting-progress">
          <Progress
            percent={lines.length === 0 ? 0 : Math.floor((done / lines.length) * 100)}
            showInfo={false}
            aria-label={t('warehouse:stocktake.progressLabel')}
          />
          <span>{t('warehouse:stocktake.progress', { done, total: lines.length })}</span>
        </div>
        <Segmented<CountView>
          value={view}
          onChange={(next) => {
            setView(next);
            setKept(new Set());
          }}
          options={(['open', 'counted', 'all'] as const).map((value) => ({
            value,
            label: t(`warehouse:stocktake.view.${value}`),
          }))}
        />
        <Input
          allowClear
          value={search}
          prefix={<SearchOutlined />}
          placeholder={t('warehouse:stocktake.search')}
          aria-label={t('warehouse:stocktake.search')}
          onChange={(event) => setSearch(event.target.value)}
        />
        <output className="counting-state">
          {sending.waiting > 0
            ? t('warehouse:stocktake.waiting', { count: sending.waiting })
            : done > 0 && t('warehouse:stocktake.allSaved')}
        </output>
      </div>
      {sending.error !== null && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t('warehouse:stocktake.notSaved', { count: sending.waiting })}
          description={errorText(sending.error)}
          action={
            <Button
              size="small"
              loading={sending.isSending}
              onClick={() => queue.flush().catch(() => undefined)}
            >
              {t('common:action.retry')}
            </Button>
          }
        />
      )}
      {canCount && <ScanField onScan={scan} />}
      {last && (
        <output className="counting-last">
          <span>
            {last.item.code} {last.item.name}
          </span>
          <strong>
            <Quantity value={last.counted_quantity} />
          </strong>
          <span>{last.unit.name}</span>
        </output>
      )}
      <DataTable
        label={t('document:lines')}
        columns={ordered}
        rows={page.rows}
        rowKey={(line) => line.id}
        heightMax={620}
        rowTone={(line) => (line.id === lastId ? 'strong' : undefined)}
      />
      <LinePages page={page} />
    </div>
  );
}

/** On a phone the name and the count stand side by side; the rest is to the right of them. */
function narrowFirst(columns: ListColumn<Line>[]): ListColumn<Line>[] {
  const first = columns.filter((column) => column.key === 'name' || column.key === 'counted');
  const rest = columns.filter((column) => !first.includes(column));
  return [...first.map((column) => ({ ...column, width: column.key === 'name' ? 210 : 110 })), ...rest];
}

function countColumns(
  t: (key: string) => string,
  stocktake: Stocktake,
  canCount: boolean,
  count: (lineId: string, quantity: string) => void,
): ListColumn<Line>[] {
  const columns: (ListColumn<Line> | false)[] = [
    ...stocktakeColumns(t, stocktake),
    !stocktake.blind && {
      key: 'book_quantity',
      title: t('warehouse:stocktake.book'),
      kind: 'quantity',
    },
    {
      key: 'counted',
      title: t('warehouse:stocktake.counted'),
      width: 150,
      card: 'figure',
      render: (line) =>
        canCount ? (
          <CountInput
            lineId={line.id}
            label={`${t('warehouse:stocktake.counted')} ${line.item.code}`}
            value={line.counted_quantity ?? null}
            onCount={count}
          />
        ) : (
          <Quantity value={line.counted_quantity} />
        ),
    },
  ];
  return columns.filter((column) => column !== false);
}
