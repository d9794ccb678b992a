import { Alert } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { factText, fieldProblemText } from '@/shared/feedback';
import { DataTable, type ListColumn } from '@/shared/list';
import type { ImportResult } from './importing';

type Fault = ImportResult['faults'][number];

function reasonText({ code, reason, facts }: Fault): string {
  return fieldProblemText({ loc: [], code, message: reason, facts });
}

interface ImportReportProps {
  result: ImportResult;
  /** The heading under which a refused value stands. */
  heading: (column: string) => string;
}

/** What a trial run found or an import did, with every refused row. */
export function ImportReport({ result, heading }: ImportReportProps) {
  const { t } = useTranslation();
  const columns = useMemo<ListColumn<Fault>[]>(
    () => [
      { key: 'row', title: t('import:fault.row'), kind: 'quantity', width: 70 },
      {
        key: 'column',
        title: t('import:fault.column'),
        width: 140,
        render: (fault) => heading(fault.column),
      },
      { key: 'value', title: t('import:fault.value'), width: 180 },
      {
        key: 'reason',
        title: t('import:fault.reason'),
        width: 240,
        render: (fault) => t(`import:code.${fault.code}`, { defaultValue: reasonText(fault) }),
      },
      {
        key: 'remedy',
        title: t('import:fault.remedy'),
        width: 320,
        render: (fault) => factText(fault.facts, 'remedy'),
      },
    ],
    [t, heading],
  );
  const counts = {
    rows: result.rows,
    created: result.created,
    updated: result.updated,
    unchanged: result.unchanged,
  };
  const outcome = !result.ok ? 'refused' : result.dry_run ? 'checked' : 'imported';
  return (
    <>
      <Alert
        type={result.ok ? (result.dry_run ? 'info' : 'success') : 'error'}
        showIcon
        role="alert"
        title={t(`import:outcome.${outcome}`, { count: result.fault_count })}
        description={result.ok ? t('import:counts', counts) : t('import:refusedHint')}
      />
      {result.faults.length > 0 && (
        <>
          <DataTable
            label={t('import:fault.title')}
            columns={columns}
            rows={result.faults}
            rowKey={(fault, index) => `${fault.row}/${fault.column}/${index}`}
            heightMax={460}
          />
          {result.fault_count > result.faults.length && (
            <p className="import-note">
              {t('import:fault.more', { count: result.fault_count - result.faults.length })}
            </p>
          )}
        </>
      )}
    </>
  );
}
