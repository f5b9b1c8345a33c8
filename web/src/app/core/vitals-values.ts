/** One number of a reading: its name is its key in the payload, and below `detail.value` in the language files. */
export interface Value {
  name: string;
  lowest: number;
  highest: number;
  optional?: boolean;
  whole?: boolean;
}

type Payload = Record<string, unknown>;

const BY_UNIT: Record<string, [number, number]> = {
  'mg/dL': [10, 2000],
  'mmol/L': [0.5, 111],
  C: [25, 46],
  F: [77, 115],
  kg: [0.3, 680],
  lb: [0.6, 1500],
};
const BY_KIND: Record<string, [number, number]> = { spo2: [40, 100], pulse: [20, 300] };

/** The numbers of a reading with the bounds in which they are plausible; none for a kind that is not known. */
export function valuesOf(payload: Payload): Value[] {
  if (payload['kind'] === 'blood_pressure') {
    return [
      { name: 'systolic', lowest: 40, highest: 350, whole: true },
      { name: 'diastolic', lowest: 20, highest: 250, whole: true },
      { name: 'pulse', lowest: 20, highest: 300, whole: true, optional: true },
    ];
  }
  const bounds = BY_UNIT[String(payload['unit'])] ?? BY_KIND[String(payload['kind'])];
  return bounds ? [{ name: 'value', lowest: bounds[0], highest: bounds[1] }] : [];
}

/** The unit that a number of a reading is in, as it is written. */
export function unitOf(payload: Payload, { name }: Value): string {
  if (payload['kind'] === 'blood_pressure' && name !== 'pulse') return 'mmHg';
  if (payload['kind'] === 'spo2') return '%';
  if (payload['kind'] === 'temperature') return `°${payload['unit']}`;
  return typeof payload['unit'] === 'string' ? payload['unit'] : '';
}

/** In what steps a number of a reading is usually told. */
export function stepOf(payload: Payload, { whole }: Value): number {
  return whole || ['spo2', 'pulse'].includes(String(payload['kind'])) || payload['unit'] === 'mg/dL'
    ? 1
    : 0.1;
}

/** The reading with other numbers; what is left empty is left out. */
export function corrected(payload: Payload, numbers: Record<string, number | null>): Payload {
  const kept = Object.entries({ ...payload, ...numbers }).filter(
    ([name, value]) => value !== null && name !== 'canonical',
  );
  return Object.fromEntries(kept);
}
