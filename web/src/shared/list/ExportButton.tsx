import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readProblem } from '@/api/errors';
import { currentLanguage, SERVER_NAMES } from '@/i18n/language';
import { errorText } from '@/shared/feedback';

interface ExportButtonProps {
  /** Absent: export. */
  label?: string;
  /** The address of the file for a format, with the filters of the list. */
  url: (format: 'csv' | 'xlsx') => string;
}

/** Fetches the whole filtered list as a file. Fetched rather than linked, so that a refusal can be shown. */
export function ExportButton({ url, label }: ExportButtonProps) {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const [isBusy, setBusy] = useState(false);
  const download = async (format: 'csv' | 'xlsx') => {
    setBusy(true);
    try {
      const response = await fetch(url(format), {
        headers: { 'Accept-Language': SERVER_NAMES[currentLanguage()] },
      });
      if (!response.ok) throw await readProblem(response);
      saveFile(await response.blob(), fileName(response, format));
    } catch (error) {
      notification.error({ title: t('common:list.exportFailed'), description: errorText(error) });
    } finally {
      setBusy(false);
    }
  };
  const items = [
    { key: 'xlsx', label: 'Excel (.xlsx)' },
    { key: 'csv', label: 'CSV (.csv)' },
  ];
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => download(key as 'csv' | 'xlsx') }}>
      <Button icon={<DownloadOutlined />} loading={isBusy}>
        {label ?? t('common:action.export')}
      </Button>
    </Dropdown>
  );
}

function fileName(response: Response, format: string): string {
  const disposition = response.headers.get('Content-Disposition') ?? '';
  const encoded = disposition.match(/filename\*=UTF-8''([^;]+)/i)?.[1];
  if (encoded) return decodeURIComponent(encoded);
  return disposition.match(/filename="?([^";]+)"?/i)?.[1] ?? `export.${format}`;
}

function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
