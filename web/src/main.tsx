import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { giveStylesTheNonce } from './app/nonce';
import { startI18n } from './i18n';
import './app/app.css';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root element');

giveStylesTheNonce();
startI18n().then(() => {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
});
