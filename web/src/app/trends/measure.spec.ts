import { ThresholdOut } from '../api/models';
import { Figures } from '../core/figures';
import { fineOf, measureOf, Rule, Sugar } from './measure';

const t = (key: string, params?: Record<string, unknown>) => (params ? `${key} ${params['count']}` : key);

describe('the measure of a reading', () => {
  it.each([
    ['blood_pressure', 'METRIC', 'mg/dL', 128, '128 mmHg'],
    ['glucose', 'METRIC', 'mg/dL', 126, '126 mg/dL'],
    ['glucose', 'METRIC', 'mmol/L', 126, '7 mmol/L'],
    ['glucose', 'METRIC', 'mg/dL', 53.9, '53.9 mg/dL'],
    ['spo2', 'METRIC', 'mg/dL', 97, '97%'],
    ['spo2', 'METRIC', 'mg/dL', 94.5, '94.5%'],
    ['pulse', 'METRIC', 'mg/dL', 72, 'log.beats 72'],
    ['temperature', 'METRIC', 'mg/dL', 36.6, '36.6 °C'],
    ['temperature', 'IMPERIAL', 'mg/dL', 37, '98.6 °F'],
    ['weight', 'METRIC', 'mg/dL', 72.57, '72.6 kg'],
    ['weight', 'IMPERIAL', 'mg/dL', 72.57, '160 lb'],
  ] as const)('%s in %s and %s', (rule: Rule, units: 'METRIC' | 'IMPERIAL', sugar: Sugar, value, words) => {
    const by = measureOf(rule, units, sugar, new Figures('en'), t);
    expect(by.words(by.figure(by.shown(value)))).toBe(words);
  });

  it('rounds a mean as what is measured is read', () => {
    const by = measureOf('blood_pressure', 'METRIC', 'mg/dL', new Figures('en'), t);
    expect(by.mean(by.shown(133.75))).toBe('134');
  });

  it('has a range in which nothing is said, as far as there is one', () => {
    const bounds = [
      { rule: 'glucose', field: 'value', warn_low: 70, warn_high: 180, urgent_low: 54, urgent_high: 250 },
      {
        rule: 'temperature',
        field: 'value',
        warn_low: null,
        warn_high: 38,
        urgent_low: 35,
        urgent_high: null,
      },
    ] as ThresholdOut[];
    expect(fineOf(bounds, 'glucose')).toEqual({ min: 70, max: 180, urgent: [54, 250] });
    expect(fineOf(bounds, 'temperature')).toEqual({ min: 35, max: 38, urgent: [35] });
    expect(fineOf(bounds, 'weight')).toBeUndefined();
  });
});
