// Written by tools/languages.mjs from the files beside it.

/** Each language by its own name. */
export const LANGUAGES = {
  en: 'English',
  hi: 'हिन्दी',
} as const;

/** English travels with the app; the others are fetched when somebody wants them. */
export const LATER = {
  hi: () => import('./hi.json'),
} as const;
