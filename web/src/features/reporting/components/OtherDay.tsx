import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import { isQuiet } from '../figures';

interface OtherDayProps {
  workbench: components['schemas']['Workbench'];
  /** The user has asked for this day. */
  isChosen: boolean;
  /** Shows another day; null the usual one. */
  onShow: (day: string | null) => void;
}

/** Says which day is shown when it is not today, and leads to days with business when there is hardly any. */
export function OtherDay({ workbench, isChosen, onShow }: OtherDayProps) {
  const { t } = useTranslation();
  const { as_of: day, today, earlier_trade_date: earlier } = workbench;
  if (earlier && isQuiet(workbench.trend))
    return (
      <Alert
        type="info"
        showIcon
        title={t('reporting:workbench.quiet', { day })}
        action={
          <Button size="small" type="primary" onClick={() => onShow(earlier)}>
            {t('reporting:workbench.showEarlier', { day: earlier })}
          </Button>
        }
      />
    );
  if (day === today) return null;
  return (
    <Alert
      type="info"
      showIcon
      title={t(isChosen ? 'reporting:workbench.chosenDay' : 'reporting:workbench.otherDay', { day, today })}
      action={
        <Button size="small" onClick={() => onShow(isChosen ? null : today)}>
          {t(isChosen ? 'reporting:workbench.showUsual' : 'reporting:workbench.showToday')}
        </Button>
      }
    />
  );
}
