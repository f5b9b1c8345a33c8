import { fitted, isHeic, NoPicture, prepare } from './picture';

const file = (parts: BlobPart[], name: string, type = '') => new File(parts, name, { type });

describe('a photo to be sent', () => {
  it.each([
    [4032, 3024, 1600, 1200],
    [3024, 4032, 1200, 1600],
    [1600, 900, 1600, 900],
    [640, 480, 640, 480],
    [20000, 10, 1600, 1],
  ])('%i × %i becomes %i × %i', (width, height, across, down) => {
    expect(fitted(width, height)).toEqual({ width: across, height: down });
  });

  it('is known as HEIC by its type, or by its name where the browser does not know the type', () => {
    expect(isHeic(file(['x'], 'IMG_1.HEIC'))).toBe(true);
    expect(isHeic(file(['x'], 'a', 'image/heif'))).toBe(true);
    expect(isHeic(file(['x'], 'notes.heic', 'text/plain'))).toBe(false);
    expect(isHeic(file(['x'], 'a.jpg', 'image/jpeg'))).toBe(false);
  });

  it.each([
    [file([], 'a.jpg', 'image/jpeg'), 'empty'],
    [file(['%PDF'], 'a.pdf', 'application/pdf'), 'not_a_photo'],
    [file(['words'], 'a.txt'), 'not_a_photo'],
    [file(['no picture'], 'a.jpg', 'image/jpeg'), 'broken'],
  ])('%s is refused as %s', async (given, mistake) => {
    vi.stubGlobal('createImageBitmap', () => Promise.reject(new DOMException('undecodable')));
    await expect(prepare(given)).rejects.toEqual(new NoPicture(mistake as NoPicture['mistake']));
  });

  it('goes as it is when it is HEIC and the browser cannot draw it', async () => {
    vi.stubGlobal('createImageBitmap', () => Promise.reject(new DOMException('undecodable')));
    const { photo, preview } = await prepare(file(['heic'], 'IMG_1.HEIC'));
    expect(photo.type).toBe('image/heic');
    expect(preview).toBeNull();
  });
});
