export const TYPES = ['NUTRITION', 'WORKOUT', 'VITALS'] as const;
export type LogType = (typeof TYPES)[number];

/** What of a program is asked for. Days are the member's, YYYY-MM-DD, both inclusive. */
export interface Question {
  programId: number;
  type?: LogType;
  from?: string;
  to?: string;
  photos: boolean;
}

/** The part of the URL after the question mark, as it arrives: anything may stand there. */
export interface Asked {
  type?: string;
  from?: string;
  to?: string;
  view?: string;
}

const DAY = /^(19|20|21)\d\d-\d\d-\d\d$/;

/** What the URL asks for; what makes no sense there is left out. */
export function questionOf(programId: number, asked: Asked): Question {
  return {
    programId,
    type: TYPES.find((type) => type === asked.type?.toUpperCase()),
    from: dayOf(asked.from),
    to: dayOf(asked.to),
    photos: asked.view === 'photos',
  };
}

export function keyOf(question: Question): string {
  return JSON.stringify(question);
}

/** Which words fit when nothing is found. */
export function nothingFound({ type, from, to, photos }: Question): string {
  if (from ?? to) return 'days';
  return photos ? 'photos' : (type ?? 'all');
}

function dayOf(text: string | undefined): string | undefined {
  return text && DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}
