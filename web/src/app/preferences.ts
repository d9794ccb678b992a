import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type ThemeChoice = 'light' | 'dark' | 'system';

interface Preferences {
  theme: ThemeChoice;
  isMenuCollapsed: boolean;
  setTheme: (theme: ThemeChoice) => void;
  setMenuCollapsed: (isCollapsed: boolean) => void;
}

/** What the user has chosen for this device. */
export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      theme: 'system',
      isMenuCollapsed: false,
      setTheme: (theme) => set({ theme }),
      setMenuCollapsed: (isMenuCollapsed) => set({ isMenuCollapsed }),
    }),
    { name: 'heliu.preferences' },
  ),
);
