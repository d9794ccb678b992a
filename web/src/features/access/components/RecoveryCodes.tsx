import { Button, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

/** Shown once: afterwards nobody, the server included, knows them any more. */
export function RecoveryCodes({ codes, onSaved }: { codes: readonly string[]; onSaved: () => void }) {
  const { t } = useTranslation();
  return (
    <section className="panel recovery-codes">
      <h2>{t('access:totp.codes')}</h2>
      <p>{t('access:totp.codesHint')}</p>
      <Typography.Text copyable={{ text: codes.join('\n') }}>{t('common:action.copy')}</Typography.Text>
      <ol>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <Button type="primary" onClick={onSaved}>
        {t('access:totp.saved')}
      </Button>
    </section>
  );
}
