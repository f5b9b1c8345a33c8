import { Component, input } from '@angular/core';

/** The figures of a picture as a table, for who would rather read than look. */
@Component({
  selector: 'praan-table-twin',
  template: `
    <details>
      <summary>{{ open() }}</summary>
      <div class="wide" tabindex="0" role="group" [attr.aria-label]="caption()">
        <table>
          <caption class="unseen">
            {{
              caption()
            }}
          </caption>
          <thead>
            <tr>
              @for (head of heads(); track $index) {
                <th scope="col">{{ head }}</th>
              }
            </tr>
          </thead>
          <tbody>
            @for (row of rows(); track $index) {
              <tr>
                @for (cell of row; track $index) {
                  @if ($first) {
                    <th scope="row">{{ cell }}</th>
                  } @else {
                    <td>{{ cell }}</td>
                  }
                }
              </tr>
            }
          </tbody>
        </table>
      </div>
    </details>
  `,
  styles: `
    :host {
      display: block;
    }
    summary {
      display: inline-flex;
      align-items: center;
      min-height: var(--target);
      color: var(--ink-soft);
      font-size: 0.875rem;
      cursor: pointer;
      list-style: none;
    }
    summary:hover {
      color: var(--ink);
    }
    summary::-webkit-details-marker {
      display: none;
    }
    summary::after {
      width: 0.5em;
      height: 0.5em;
      margin: -0.2em 0.3em 0 0.6em;
      border: solid currentcolor;
      border-width: 0 1.6px 1.6px 0;
      content: '';
      transform: rotate(45deg);
    }
    details[open] summary::after {
      margin-top: 0.2em;
      transform: rotate(-135deg);
    }
    .wide {
      overflow-x: auto;
    }
    table {
      width: 100%;
      border-collapse: collapse;
      font-size: var(--text-s);
      font-variant-numeric: tabular-nums;
    }
    th,
    td {
      padding: var(--space-2) var(--space-3) var(--space-2) 0;
      border-bottom: 1px solid var(--line);
      text-align: start;
      vertical-align: top;
    }
    thead th {
      color: var(--ink-soft);
      font-weight: 500;
    }
    tbody th {
      font-weight: 550;
    }
    tbody tr:last-child > * {
      border-bottom: 0;
    }
    @media print {
      summary {
        display: none;
      }
      details::details-content {
        block-size: auto;
        content-visibility: visible;
      }
    }
  `,
})
export class TableTwin {
  /** What opens the table. */
  readonly open = input.required<string>();
  readonly caption = input.required<string>();
  readonly heads = input.required<readonly string[]>();
  readonly rows = input.required<readonly (readonly string[])[]>();
}
