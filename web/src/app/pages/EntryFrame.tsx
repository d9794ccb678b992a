import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Brand } from '../shell/Brand';
import { LanguageMenu, ThemeMenu } from '../shell/ShellHeader';
import '../shell/shell.css';
import './entry.css';

/** The frame of the pages before and around the login. */
export function EntryFrame({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className="entry">
      <aside className="entry-side" aria-hidden="true">
        <svg aria-hidden="true" viewBox="0 0 400 600" preserveAspectRatio="xMidYMid slice">
          <g fill="none" strokeLinecap="round">
            <path
              d="M-20 -20C40 240 150 300 200 420S220 560 220 640"
              stroke="#fff"
              strokeOpacity=".16"
              strokeWidth="46"
            />
            <path d="M420 -20C360 220 250 300 205 420" stroke="#fff" strokeOpacity=".1" strokeWidth="46" />
            <path d="M160 -20C120 160 170 300 210 420" stroke="#fff" strokeOpacity=".07" strokeWidth="30" />
          </g>
        </svg>
        <div className="entry-motto">
          <strong>{t('access:entry.motto')}</strong>
          <span>{t('access:entry.promise')}</span>
        </div>
      </aside>
      <main className="entry-main">
        <div className="entry-tools">
          <ThemeMenu />
          <LanguageMenu />
        </div>
        <div className="entry-card">
          <Brand />
          <h1>{title}</h1>
          {hint && <p className="entry-hint">{hint}</p>}
          {children}
        </div>
      </main>
    </div>
  );
}
