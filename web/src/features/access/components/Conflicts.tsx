import { WarningFilled } from '@ant-design/icons';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Conflict } from '../api';

/** Duties that one person should not hold together. They are shown, not forbidden: a small firm may have no choice. */
export function Conflicts({ conflicts }: { conflicts: readonly Conflict[] }) {
  const { t, i18n } = useTranslation();
  if (conflicts.length === 0) return null;
  const label = (duty: Conflict['left']) => (i18n.language === 'en-US' ? duty.label_en : duty.label_zh);
  return (
    <Alert
      type="warning"
      showIcon
      icon={<WarningFilled />}
      title={t('access:conflict.title', { count: conflicts.length })}
      description={
        <ul className="access-conflicts">
          {conflicts.map((conflict) => (
            <li key={`${conflict.left.code}/${conflict.right.code}`}>
              {t('access:conflict.pair', { left: label(conflict.left), right: label(conflict.right) })}
            </li>
          ))}
        </ul>
      }
    />
  );
}
