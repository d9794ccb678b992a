import { BarcodeOutlined } from '@ant-design/icons';
import { Input, Tag } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHotkeys } from '@/shared/hotkeys';
import { beep } from './beep';
import { useWedge } from './useWedge';
import { readScan } from './wedge';
import './scan.css';

interface ScanFieldProps {
  /** Puts a scanned code into the document. False: nobody knows the code. Calls run one after the other. */
  onScan: (code: string, quantity: string) => Promise<boolean>;
}

/** Takes scans from the field (F9) and from anywhere on the page. Unknown codes are queued, never asked about. */
export function ScanField({ onScan }: ScanFieldProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [unknown, setUnknown] = useState<string[]>([]);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const latest = useRef(onScan);
  latest.current = onScan;
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  const focus = () => input.current?.focus();

  const take = (raw: string) => {
    const scan = readScan(raw);
    if (!scan) return;
    queue.current = queue.current.then(async () => {
      const isKnown = await latest.current(scan.code, scan.quantity).catch(() => false);
      if (isGone.current) return;
      beep(isKnown);
      if (!isKnown)
        setUnknown((codes) => [...codes.filter((code) => code !== scan.code), scan.code].slice(-8));
    });
  };
  useHotkeys([
    { id: 'scan.focus', keys: 'f9', label: 'grid:scan.key', group: 'document', inInputs: true, run: focus },
  ]);
  useWedge(take);
  return (
    <div className="scan-field">
      <Input
        ref={(element) => {
          input.current = element?.input ?? null;
        }}
        value={text}
        prefix={<BarcodeOutlined />}
        placeholder={t('grid:scan.placeholder')}
        aria-label={t('grid:scan.label')}
        autoComplete="off"
        suffix={<kbd className="scan-key">F9</kbd>}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          take(event.currentTarget.value);
          setText('');
        }}
      />
      <div aria-live="polite">
        {unknown.map((code) => (
          <Tag
            key={code}
            color="error"
            closable={{ 'aria-label': t('grid:scan.clearUnknown') }}
            onClose={() => setUnknown((codes) => codes.filter((known) => known !== code))}
          >
            {t('grid:scan.unknown', { code })}
          </Tag>
        ))}
      </div>
    </div>
  );
}
