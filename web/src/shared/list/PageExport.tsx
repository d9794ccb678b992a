import { DownloadOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/shared/feedback';
import type { ListColumn } from './columns';
import { saveCsv } from './csv';
import { loadAll, ROWS_MAX, tableOf } from './exporting';
import type { ListQuery, ListSource } from './useListRows';

interface PageExportProps<Row extends object> {
  name: string;
  source: ListSource<Row>;
  query: ListQuery;
  columns: readonly ListColumn<Row>[];
}

/** The whole filtered list as CSV, with the columns as they are shown; for lists without an export of their own. */
export function PageExport<Row extends object>({ name, source, query, columns }: PageExportProps<Row>) {
  const { t } = useTranslation();
  const { message, notification } = App.useApp();
  const [isBusy, setBusy] = useState(false);
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    leaving.current = controller;
    return () => controller.abort();
  }, []);
  const save = async () => {
    const { signal } = leaving.current;
    setBusy(true);
    try {
      const { rows, isCut } = await loadAll(source, query, signal);
      if (isCut) message.warning(t('common:list.exportCut', { count: ROWS_MAX }));
      saveCsv(name, tableOf(columns, rows));
    } catch (error) {
      if (!signal.aborted)
        notification.error({ title: t('common:list.exportFailed'), description: errorText(error) });
    } finally {
      if (!signal.aborted) setBusy(false);
    }
  };
  return (
    <Button icon={<DownloadOutlined />} loading={isBusy} onClick={save}>
      {t('common:action.export')}
    </Button>
  );
}
