import { Component, computed, input } from '@angular/core';

/* 24 × 24, drawn as strokes so that they take the colour and weight of the words beside them. */
const PATHS = {
  add: ['M12 5v14', 'M5 12h14'],
  alert: ['M12 8v5', 'M12 16.5v.01', 'M12 3.5 21 19H3z'],
  auto: ['M12 3a9 9 0 1 0 0 18z', 'M12 3a9 9 0 0 1 0 18'],
  check: ['m5 12.5 4.5 4.5L19 7.5'],
  chevron: ['m7 10 5 5 5-5'],
  clock: ['M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17z', 'M12 7.500V12l3 2'],
  close: ['m6 6 12 12', 'M18 6 6 18'],
  cloud: ['M7 18a4 4 0 0 1-.6-7.95A5.5 5.5 0 0 1 17 9.6 4.2 4.2 0 0 1 17 18z', 'M4 4l16 16'],
  contrast: ['M12 3a9 9 0 1 0 0 18z', 'M12 3a9 9 0 0 1 0 18', 'M12 8a4 4 0 0 1 0 8z'],
  eye: [
    'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z',
    'M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z',
  ],
  'eye-off': [
    'M4 4l16 16',
    'M9.9 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-3 3.7',
    'M6 8.1A17 17 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 3.2-.6',
  ],
  family: [
    'M8.5 5a3.2 3.2 0 1 1 0 6.400 3.2 3.2 0 0 1 0-6.400z',
    'M2.5 19.500c.6-3.600 3-5.400 6-5.400s5.400 1.800 6 5.400',
    'M15.500 5.600a2.800 2.800 0 0 1 0 5.500',
    'M17.500 14.600c2.300.6 3.600 2.300 4 4.900',
  ],
  heart: ['M12 20s-7.5-4.6-8.5-9.500A4.6 4.6 0 0 1 12 7.500a4.6 4.6 0 0 1 8.5 3C19.5 15.400 12 20 12 20z'],
  keyboard: [
    'M3 6.500h18v11H3z',
    'M7 10.500v.01',
    'M10.300 10.500v.01',
    'M13.700 10.500v.01',
    'M17 10.500v.01',
    'M8 14h8',
  ],
  language: [
    'M3.5 6h9',
    'M8 4v2',
    'M11 6c-.6 3.5-3 6.5-7 8',
    'M5.5 9c1 2.5 3 4 5.5 5',
    'M12.5 20l4-10 4 10',
    'M14 16.700h5',
  ],
  leave: ['M14 4H6v16h8', 'M10 12h10', 'm16.5 8.5 3.5 3.5-3.5 3.5'],
  lock: ['M6 11h12v9H6z', 'M8.5 11V8a3.5 3.5 0 0 1 7 0v3'],
  log: ['M12 3.5a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17z', 'M12 8.500v7', 'M8.500 12h7'],
  meal: [
    'M3.5 11.500h17a8.5 8.5 0 0 1-17 0z',
    'M9.500 8c-1.200-1.300 1.200-2.200 0-3.800',
    'M14.500 8c-1.200-1.300 1.200-2.200 0-3.800',
  ],
  moon: ['M20 14.500A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.500z'],
  move: ['M4 9.500v5', 'M7.500 7v10', 'M7.500 12h9', 'M16.500 7v10', 'M20 9.500v5'],
  person: ['M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8z', 'M4.5 20.500c.8-4 3.8-6 7.5-6s6.7 2 7.5 6'],
  retry: ['M19.5 12a7.5 7.5 0 1 1-2.2-5.300L20 9.4', 'M20 4.500v5h-5'],
  settings: [
    'M4 7.500h8',
    'M17 7.500h3',
    'M14.500 5a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5z',
    'M4 16.500h3',
    'M12 16.500h8',
    'M9.500 14a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5z',
  ],
  sun: [
    'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8z',
    'M12 2.500v2',
    'M12 19.500v2',
    'M2.5 12h2',
    'M19.5 12h2',
    'm5.3 5.3 1.4 1.4',
    'm17.3 17.3 1.4 1.4',
    'm5.3 18.7 1.4-1.4',
    'm17.3 6.7 1.4-1.4',
  ],
  timeline: ['M6 4v16', 'M6 8h.01', 'M6 16h.01', 'M10.500 5.500h9v5h-9z', 'M10.500 13.500h9v5h-9z'],
  today: [
    'M4.500 6h15v14h-15z',
    'M4.500 10h15',
    'M8.500 3.500v4',
    'M15.500 3.500v4',
    'M12 13.500a1.600 1.600 0 1 1 0 3.200 1.600 1.600 0 0 1 0-3.200z',
  ],
  undo: ['M8.500 5 4 9.500 8.500 14', 'M4 9.500h10a5.500 5.500 0 0 1 0 11h-4'],
} as const;

export type IconName = keyof typeof PATHS;

/** A small picture beside words; it is never the only sign of something. */
@Component({
  selector: 'praan-icon',
  template: `
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      @for (path of paths(); track path) {
        <path [attr.d]="path" />
      }
    </svg>
  `,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
    }
    svg {
      width: 1.375em;
      height: 1.375em;
      fill: none;
      stroke: currentcolor;
      stroke-width: 1.8;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly paths = computed(() => PATHS[this.name()]);
}
