import { ownPath } from './sign-in';

describe('the way back after signing in', () => {
  it.each(['/m/7/today', '/onboarding', '/'])('may lead to %s', (path) => {
    expect(ownPath(path)).toBe(path);
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '',
    undefined,
  ])('never leads to %s', (path) => {
    expect(ownPath(path)).toBe('/');
  });
});
