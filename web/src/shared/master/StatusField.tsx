import { Form, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';

/** Active or archived; a new record is active, so it is only asked for afterwards. */
export function StatusField({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation();
  if (isNew) return null;
  return (
    <Form.Item name="status" label={t('common:record.status')}>
      <Segmented
        options={[
          { value: 'active', label: t('common:record.active') },
          { value: 'archived', label: t('common:record.archivedOnly') },
        ]}
      />
    </Form.Item>
  );
}
