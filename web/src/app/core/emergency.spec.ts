import { emergencyNumber } from './emergency';

describe('the number for an ambulance', () => {
  it.each([
    ['Asia/Kolkata', '112'],
    ['Europe/Berlin', '112'],
    ['Atlantic/Canary', '112'],
    ['Europe/London', '999'],
    ['America/New_York', '911'],
    ['America/Indiana/Knox', '911'],
    ['America/Toronto', '911'],
    ['America/Coral_Harbour', '911'],
    ['America/St_Thomas', '911'],
    ['Pacific/Guam', '911'],
    ['Pacific/Saipan', '911'],
    ['Pacific/Pago_Pago', '911'],
    ['US/Eastern', '911'],
    ['Asia/Manila', '911'],
    ['America/Sao_Paulo', '192'],
    ['Asia/Bangkok', '1669'],
    ['Asia/Jerusalem', '101'],
    ['Australia/Lord_Howe', '000'],
    ['Pacific/Auckland', '111'],
    ['Asia/Kathmandu', '102'],
  ])('in %s is %s', (zone, number) => expect(emergencyNumber(zone)).toEqual({ number, known: true }));

  it.each(['Etc/UTC', 'Africa/Nairobi', 'Asia/Taipei', 'Asia/Riyadh'])(
    'is not said to be 112 in %s',
    (zone) => expect(emergencyNumber(zone)).toEqual({ number: '112', known: false }),
  );

  it('is not guessed for somebody of no known place', () => {
    expect(emergencyNumber('')).toBeUndefined();
    expect(emergencyNumber(undefined)).toBeUndefined();
  });
});
