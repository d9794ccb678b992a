import { create } from 'zustand';

interface ReauthenticationState {
  isOpen: boolean;
  settle: ((succeeded: boolean) => void) | null;
}

/** Whether the login dialog lies over the page because the session has ended while the user was working. */
export const useReauthentication = create<ReauthenticationState>(() => ({ isOpen: false, settle: null }));

let pending: Promise<boolean> | null = null;

/**
 * Asks the user to log in again over the page. All requests that fail meanwhile wait for the same answer,
 * so that no half-written document is lost. Resolves to false when the user gives up.
 */
export function logInAgain(): Promise<boolean> {
  pending ??= new Promise<boolean>((resolve) => {
    useReauthentication.setState({
      isOpen: true,
      settle: (succeeded) => {
        pending = null;
        useReauthentication.setState({ isOpen: false, settle: null });
        resolve(succeeded);
      },
    });
  });
  return pending;
}
