import {
  CheckCircleFilled,
  ClockCircleFilled,
  CloseCircleFilled,
  MinusCircleOutlined,
  PlayCircleFilled,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Tone, toneOf } from './statuses';
import './status.css';

const ICONS: Record<Tone, ReactNode> = {
  neutral: <MinusCircleOutlined />,
  waiting: <ClockCircleFilled />,
  active: <PlayCircleFilled />,
  done: <CheckCircleFilled />,
  refused: <CloseCircleFilled />,
};

/** The state of a document or a record: icon, word and colour. */
export function StatusTag({ status }: { status: string }) {
  const { t } = useTranslation();
  const tone = toneOf(status);
  return (
    <span className={`status status-${tone}`}>
      {ICONS[tone]} {t(`status:${status}`, { defaultValue: status })}
    </span>
  );
}

interface ProgressTagProps {
  aspect: 'delivery' | 'invoicing' | 'settlement';
  state: string;
  /** Goods come in by this document: they are received, not shipped. */
  isReceiving?: boolean;
}

/** One of the three progress states of a document: delivery, invoicing, settlement. */
export function ProgressTag({ aspect, state, isReceiving = false }: ProgressTagProps) {
  const { t } = useTranslation();
  const words = aspect === 'delivery' && isReceiving ? 'receiving' : aspect;
  return (
    <span className={`status status-${toneOf(state)}`}>
      {ICONS[toneOf(state)]}{' '}
      {t(`status:progress.${words}.${state}`, {
        defaultValue: t(`status:${state}`, { defaultValue: state }),
      })}
    </span>
  );
}
