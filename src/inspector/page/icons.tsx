import type { JSX } from 'preact';

/** Drawn here, so that nothing has to be fetched. 16 by 16, in the colour of the text. */
const PATHS = {
  pause: 'M5 3v10M11 3v10',
  play: 'M5 3l8 5-8 5z',
  first: 'M4 3v10M12 3L6 8l6 5z',
  last: 'M12 3v10M4 3l6 5-6 5z',
  back: 'M10 3L5 8l5 5',
  forward: 'M6 3l5 5-5 5',
  search: 'M7 12A5 5 0 107 2a5 5 0 000 10zM11 11l3 3',
  key: 'M6 10a3 3 0 110-4 3 3 0 010 4zM7.500 8H14M12 8v3',
  save: 'M8 2v8M5 7l3 3 3-3M3 13h10',
  open: 'M8 10V2M5 5l3-3 3 3M3 13h10',
  theme: 'M8 2a6 6 0 100 12V2z',
  help: 'M6 6a2 2 0 113 1.700c-.7.400-1 .8-1 1.600M8 12v.1',
  whole: 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4',
  target: 'M8 1v3M8 12v3M1 8h3M12 8h3M8 11a3 3 0 100-6 3 3 0 000 6z',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  open_: 'M4 6l4 4 4-4',
  shut: 'M6 4l4 4-4 4',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
}

/** A button of one icon, which says what it does to those who cannot see it or do not know it. */
export function IconButton({ icon, label, onClick, pressed, disabled }: IconButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class="icon-button"
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
