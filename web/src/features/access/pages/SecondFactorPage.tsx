import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/app/session';
import { PasswordDialog } from '../components/PasswordDialog';
import { RecoveryCodes } from '../components/RecoveryCodes';
import { SwitchOnDialog } from '../components/SwitchOnDialog';
import { useSecondFactor } from '../secondFactor';
import '../components/access.css';

/** Below this the page asks for new recovery codes. */
const FEW = 3;

type Step = 'switchOn' | 'switchOff' | 'renew' | null;

/** One's own second factor: on with an authenticator app, off with the password, recovery codes for a lost telephone. */
export default function SecondFactorPage() {
  const { t } = useTranslation();
  const { user } = useSession();
  const [step, setStep] = useState<Step>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const calls = useSecondFactor();
  const isOn = user?.has_totp === true;
  const left = user?.recovery_codes_left ?? 0;
  const close = () => setStep(null);
  const show = (fresh: string[]) => {
    setCodes(fresh);
    close();
  };
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('access:totp.title')}</h1>
        <div className="page-head-actions">
          {isOn && <Button onClick={() => setStep('renew')}>{t('access:totp.renew')}</Button>}
          {isOn && (
            <Button danger onClick={() => setStep('switchOff')}>
              {t('access:totp.switchOff')}
            </Button>
          )}
          {!isOn && (
            <Button type="primary" onClick={() => setStep('switchOn')}>
              {t('access:totp.switchOn')}
            </Button>
          )}
        </div>
      </div>
      <Alert
        type={isOn ? 'success' : 'warning'}
        showIcon
        title={t(isOn ? 'access:totp.on' : 'access:totp.off')}
        description={isOn ? t('access:totp.onHint', { count: left }) : t('access:totp.offHint')}
      />
      {isOn && left < FEW && !codes && <Alert type="warning" showIcon title={t('access:totp.fewCodes')} />}
      {codes && <RecoveryCodes codes={codes} onSaved={() => setCodes(null)} />}
      {step === 'switchOn' && (
        <SwitchOnDialog onCancel={close} onDone={show} offer={calls.offer} switchOn={calls.switchOn} />
      )}
      {step === 'switchOff' && (
        <PasswordDialog
          title={t('access:totp.switchOff')}
          hint={t('access:totp.offAsk')}
          onCancel={close}
          run={calls.switchOff}
          onDone={() => {
            setCodes(null);
            close();
          }}
        />
      )}
      {step === 'renew' && (
        <PasswordDialog
          title={t('access:totp.renew')}
          hint={t('access:totp.renewHint')}
          onCancel={close}
          run={calls.renew}
          onDone={show}
        />
      )}
    </div>
  );
}
