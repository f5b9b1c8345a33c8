/** The longest side of a photo that is sent: enough to see a meal, and quick on a slow line. */
export const LONGEST = 1600;
const QUALITY = 0.86;
/** What the server takes, and what a phone can open without running out of memory. */
const MOST_SENT = 15 * 1024 * 1024;
const MOST_OPENED = 60 * 1024 * 1024;
const SHORTEST_SIDE = 16;

/** A photo ready to be sent. One that the browser cannot draw has no `preview`. */
export interface Picture {
  photo: Blob;
  preview: string | null;
}

export type Mistake = 'not_a_photo' | 'too_big' | 'too_small' | 'broken' | 'empty';

/** A file that cannot become a photo of a meal; `mistake` is also the key of the sentence that says why. */
export class NoPicture extends Error {
  constructor(readonly mistake: Mistake) {
    super(mistake);
  }
}

/** The size in which a photo is sent: its longest side is at most `LONGEST`; nothing is made bigger. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Whether a file is of the kind that iPhones make and few browsers can draw. */
export function isHeic(file: Pick<File, 'type' | 'name'>): boolean {
  return /^image\/hei[cf]$/.test(file.type) || (!file.type && /\.hei[cf]$/i.test(file.name));
}

/**
 * Makes a photo of a file: scaled, turned as it was held, and drawn anew, so that nothing is left of where and
 * with what it was taken. A HEIC photo that this browser cannot draw goes as it is; the server does the same to it.
 */
export async function prepare(file: File): Promise<Picture> {
  if (!file.size) throw new NoPicture('empty');
  const heic = isHeic(file);
  if (!heic && !file.type.startsWith('image/')) throw new NoPicture('not_a_photo');
  if (file.size > MOST_OPENED) throw new NoPicture('too_big');
  let drawn: ImageBitmap;
  try {
    drawn = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    if (!heic) throw new NoPicture('broken');
    if (file.size > MOST_SENT) throw new NoPicture('too_big');
    return { photo: new Blob([file], { type: 'image/heic' }), preview: null };
  }
  try {
    if (Math.min(drawn.width, drawn.height) < SHORTEST_SIDE) throw new NoPicture('too_small');
    const photo = await redraw(drawn);
    return { photo, preview: URL.createObjectURL(photo) };
  } finally {
    drawn.close();
  }
}

async function redraw(bitmap: ImageBitmap): Promise<Blob> {
  const { width, height } = fitted(bitmap.width, bitmap.height);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new NoPicture('broken');
  // JPEG knows no transparency: what shows through is white, as a plate on paper.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
  if (!blob) throw new NoPicture('broken');
  return blob;
}
