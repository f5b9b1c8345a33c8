import { emergencyNumber } from './emergency';

describe('the number for an ambulance', () => {
  it.each([
    ['Asia/Kolkata', '112'],
    ['Europe/Berlin', '112'],
    ['Europe/London', '999'],
    ['America/New_York', '911'],
    ['America/Indiana/Knox', '911'],
    ['America/Toronto', '911'],
    ['America/Sao_Paulo', '112'],
    ['Australia/Lord_Howe', '000'],
    ['Pacific/Auckland', '111'],
    ['Asia/Kathmandu', '102'],
    ['Etc/UTC', '112'],
  ])('in %s is %s', (zone, number) => expect(emergencyNumber(zone)).toBe(number));
});
