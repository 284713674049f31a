const PATHS = {
  today: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  week: 'M4 5h16v15H4zM4 9h16M9 9v11M15 9v11',
  upload: 'M12 16V4M7 9l5-5 5 5M4 20h16',
  speaker: 'M4 9h4l6-5v16l-6-5H4zM17 9a4 4 0 0 1 0 6M19.5 6a8 8 0 0 1 0 12',
  log: 'M5 4h14v16H5zM8 8h8M8 12h8M8 16h5',
  done: 'M4 13l5 5L20 6',
  part: 'M4 12h16M4 12a8 8 0 0 1 16 0',
  bad: 'M6 6l12 12M18 6L6 18',
  wait: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 3',
  air: 'M8 5l11 7-11 7z',
  sent: 'M4 12h14M13 6l6 6-6 6',
  none: 'M5 12h14',
  stop: 'M6 6h12v12H6z',
  alarm: 'M12 3a6 6 0 0 0-6 6v5l-2 3h16l-2-3V9a6 6 0 0 0-6-6M10 20.500h4',
  mic: 'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3M5.500 11a6.500 6.500 0 0 0 13 0M12 17.500V21',
  inbox: 'M4 13l3-8h10l3 8v6H4zM4 13h5l1 2.500h4l1-2.500h5',
  hours: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5h5',
  first: 'M12 20V5M6 11l6-6 6 6',
  quiet: 'M4 9h4l6-5v16l-6-5H4zM17 9.500l5 5M22 9.500l-5 5',
  back: 'M9 7L4 12l5 5M4 12h11a5 5 0 0 1 0 10h-2',
  mast: 'M12 11v10M8 21h8M12 7a2 2 0 1 0 0 4 2 2 0 0 0 0-4M7.500 13.500a6.500 6.500 0 0 1 0-9M16.500 4.500a6.500 6.500 0 0 1 0 9M4.500 16.500a10.500 10.500 0 0 1 0-15M19.500 1.500a10.500 10.500 0 0 1 0 15',
  house: 'M4 11l8-7 8 7M6 9.500V20h12V9.500M10 20v-6h4v6',
  phone:
    'M6 3h4l1.500 5-2.500 1.500a12 12 0 0 0 5.500 5.500l1.500-2.500 5 1.500v4a2 2 0 0 1-2 2A17 17 0 0 1 4 5a2 2 0 0 1 2-2',
  warn: 'M12 4L2 20h20zM12 10v5M12 17.5v.5',
  more: 'M4 7h16M4 12h16M4 17h16',
  lost: 'M3 3l18 18M5 12a10 10 0 0 1 4-2.500M12 19h.01M2 8a15 15 0 0 1 4-2.500M19 12a10 10 0 0 0-5-2.800M22 8a15 15 0 0 0-11-3',
} as const;
export type IconName = keyof typeof PATHS;

/** A picture beside a text that says the same; never alone. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
