import { effect, signal } from '@preact/signals';

type Theme = 'system' | 'light' | 'dark';
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const STORED_AS = 'tikv-client-inspector.theme';

/** Colours of the page. */
export const theme = signal<Theme>(stored());

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});

export function nextTheme(): void {
  theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] as Theme;
  try {
    localStorage.setItem(STORED_AS, theme.value);
  } catch {
    // Not to be kept, then.
  }
}

function stored(): Theme {
  try {
    const kept = localStorage.getItem(STORED_AS) as Theme;
    return THEMES.includes(kept) ? kept : 'system';
  } catch {
    return 'system';
  }
}
