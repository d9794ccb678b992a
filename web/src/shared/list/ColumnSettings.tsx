import { ArrowDownOutlined, ArrowUpOutlined, SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ColumnSettingsState } from './useColumnSettings';

/** Switches columns on and off and moves them; buttons rather than dragging, so that it works without a mouse. */
export function ColumnSettings<Row>({ settings }: { settings: ColumnSettingsState<Row> }) {
  const { t } = useTranslation();
  const content = (
    <div className="column-settings">
      {settings.ordered.map((column, index) => (
        <div key={column.key} className="column-settings-row">
          <Checkbox
            checked={column.isFixed || settings.isVisible(column.key)}
            disabled={column.isFixed}
            onChange={() => settings.toggle(column.key)}
          >
            {column.title}
          </Checkbox>
          <Button
            type="text"
            size="small"
            icon={<ArrowUpOutlined />}
            disabled={index === 0}
            aria-label={t('common:list.moveUp', { name: column.title })}
            onClick={() => settings.move(column.key, -1)}
          />
          <Button
            type="text"
            size="small"
            icon={<ArrowDownOutlined />}
            disabled={index === settings.ordered.length - 1}
            aria-label={t('common:list.moveDown', { name: column.title })}
            onClick={() => settings.move(column.key, 1)}
          />
        </div>
      ))}
      <Button size="small" onClick={settings.reset}>
        {t('common:list.resetColumns')}
      </Button>
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content} title={t('common:list.columns')}>
      <Button icon={<SettingOutlined />} aria-label={t('common:list.columns')} />
    </Popover>
  );
}
