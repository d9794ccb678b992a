import { InboxOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Radio, Steps, Upload } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { currentLanguage } from '@/i18n/language';
import { errorText } from '@/shared/feedback';
import { ExportButton } from '@/shared/list';
import { type ImportMode, importFile, inspectFile } from './api';
import { ImportReport } from './ImportReport';
import {
  headingOf,
  type ImportTarget,
  type Inspection,
  type Mapping,
  missingTargets,
  repeatedTitles,
} from './importing';
import { MappingTable } from './MappingTable';
import './import.css';

interface ImportPageProps {
  /** How the records are called. */
  title: string;
  listPath: string;
  /** `/api/v1/catalog/items`: import and export stand below it. */
  base: string;
}

/** No record is found by it, so that the export has titles and no rows: the template of an import. */
const NOTHING = '\u2205\u2205\u2205';
const MODES: readonly ImportMode[] = ['upsert', 'create', 'update'];

/** File, columns, trial run, import: nothing is written before the user has seen what would happen. */
export function ImportPage({ title, listPath, base }: ImportPageProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [inspection, setInspection] = useState<Inspection | null>(null);
  const [mapping, setMapping] = useState<Mapping>({});
  const [mode, setMode] = useState<ImportMode>('upsert');
  const [createsMissing, setCreatesMissing] = useState(true);
  const inspecting = useMutation({
    meta: { silent: true },
    mutationFn: (chosen: File) => inspectFile(base, chosen),
    onSuccess: (found, chosen) => {
      setFile(chosen);
      setInspection(found);
      setMapping(found.suggested);
      running.reset();
    },
  });
  const running = useMutation({
    meta: { silent: true },
    mutationFn: async (isDryRun: boolean) => {
      if (!file) throw new Error('no file');
      return importFile(base, { file, mapping, mode, createsMissing, isDryRun });
    },
    onSuccess: async (result) => {
      if (!result.dry_run && result.ok) {
        await client.invalidateQueries({ predicate: (query) => query.queryKey[1] !== 'session' });
      }
    },
  });
  const result = running.data;
  const isDone = result?.ok === true && !result.dry_run;
  const step = isDone ? 3 : result ? 2 : inspection ? 1 : 0;
  const missing = inspection ? missingTargets(inspection.targets, mapping) : [];
  const repeated = repeatedTitles(mapping);
  const restart = () => {
    setFile(null);
    setInspection(null);
    running.reset();
  };
  const language = currentLanguage() === 'en-US' ? 'en' : 'zh';
  const label = useCallback(
    (target: ImportTarget) => (language === 'en' ? target.label_en : target.label_zh),
    [language],
  );
  const heading = useCallback(
    (column: string) => headingOf(column, { mapping, targets: inspection?.targets ?? [], label }),
    [mapping, inspection, label],
  );
  const error = inspecting.error ?? running.error;
  return (
    <div className="page import-page">
      <div className="page-head">
        <h1>
          <Link to={listPath} className="import-kind">
            {title}
          </Link>{' '}
          {t('common:action.import')}
        </h1>
        <div className="page-head-actions">
          <ExportButton
            label={t('import:template')}
            url={(format) => `${base}/export?${new URLSearchParams({ q: NOTHING, format, language })}`}
          />
        </div>
      </div>
      <section className="panel">
        <Steps
          size="small"
          current={step}
          items={(['file', 'columns', 'check', 'done'] as const).map((key) => ({
            title: t(`import:step.${key}`),
          }))}
        />
      </section>
      {error && <Alert type="error" showIcon role="alert" title={errorText(error)} />}
      {step === 0 && (
        <section className="panel">
          <Upload.Dragger
            accept=".csv,.xlsx,.txt"
            showUploadList={false}
            disabled={inspecting.isPending}
            beforeUpload={(chosen) => {
              inspecting.mutate(chosen);
              return false;
            }}
          >
            <p className="ant-upload-drag-icon">
              <InboxOutlined />
            </p>
            <p>{t(inspecting.isPending ? 'import:reading' : 'import:drop')}</p>
            <p className="import-note">{t('import:dropHint')}</p>
          </Upload.Dragger>
        </section>
      )}
      {step === 1 && inspection && (
        <section className="panel import-columns">
          <p>{t('import:found', { file: inspection.file, rows: inspection.rows })}</p>
          <MappingTable inspection={inspection} mapping={mapping} label={label} onChange={setMapping} />
          <div className="import-options">
            <Radio.Group
              value={mode}
              onChange={(event) => setMode(event.target.value)}
              options={MODES.map((value) => ({ value, label: t(`import:mode.${value}`) }))}
            />
            <Checkbox checked={createsMissing} onChange={(event) => setCreatesMissing(event.target.checked)}>
              {t('import:createMissing')}
            </Checkbox>
          </div>
          {missing.length > 0 && (
            <Alert
              type="warning"
              showIcon
              title={t('import:missing', { fields: missing.map(label).join('、') })}
            />
          )}
          {repeated.length > 0 && (
            <Alert type="warning" showIcon title={t('import:repeated', { titles: repeated.join('、') })} />
          )}
          <div className="import-steps">
            <Button onClick={restart}>{t('import:otherFile')}</Button>
            <Button
              type="primary"
              disabled={missing.length > 0 || repeated.length > 0}
              loading={running.isPending}
              onClick={() => running.mutate(true)}
            >
              {t('import:check')}
            </Button>
          </div>
        </section>
      )}
      {result && (
        <section className="panel import-columns">
          <ImportReport result={result} heading={heading} />
          <div className="import-steps">
            {!isDone && <Button onClick={() => running.reset()}>{t('common:action.back')}</Button>}
            <Button onClick={restart}>{t('import:otherFile')}</Button>
            {result.ok && result.dry_run && (
              <Button
                type="primary"
                loading={running.isPending}
                disabled={result.created + result.updated === 0}
                onClick={() => running.mutate(false)}
              >
                {t('import:run', { count: result.created + result.updated })}
              </Button>
            )}
            {isDone && (
              <Button type="primary" onClick={() => navigate(listPath)}>
                {t('import:toList')}
              </Button>
            )}
          </div>
        </section>
      )}
    </div>
  );
}
