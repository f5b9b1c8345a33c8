import { readdirSync } from 'node:fs';

import js from '@eslint/js';
import angular from 'angular-eslint';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const WORDS = 'Words on a page come from src/i18n.';
/** Attributes that people see or hear. */
const READ_OUT =
  '/^(aria-(label|description|roledescription|valuetext|placeholder)|title|placeholder|alt|label)$/';
/** A text with a letter in it that is no key of the language files. */
const NO_KEY = '/^(?!([a-z_]+\\.|[._])[\\w.]*$).*\\p{L}/u';
const SHARED = ['core', 'ui', 'api'];
const folders = readdirSync(new URL('src/app', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const features = folders.filter((name) => !SHARED.includes(name));

/** Forbids files below `src/app/<folder>` to import from the named folders of `src/app`. */
function mayNotImport(folder, forbidden, message) {
  return {
    files: [`src/app/${folder}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: `^(\\.\\./)+(${forbidden.join('|')})(/|$)`, message }] },
      ],
    },
  };
}

export default defineConfig([
  { ignores: ['dist/', '.angular/', 'node_modules/', 'src/app/api/'] },
  {
    files: ['**/*.ts'],
    extends: [
      js.configs.recommended,
      tseslint.configs.strict,
      tseslint.configs.stylistic,
      angular.configs.tsRecommended,
    ],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/component-selector': [
        'error',
        { type: 'element', prefix: 'praan', style: 'kebab-case' },
      ],
      '@angular-eslint/directive-selector': [
        'error',
        { type: 'attribute', prefix: 'praan', style: 'camelCase' },
      ],
      '@angular-eslint/prefer-signals': 'error',
      '@angular-eslint/prefer-inject': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      'no-restricted-globals': [
        'error',
        { name: 'sessionStorage', message: 'Nothing of a family is kept in the browser.' },
        {
          name: 'localStorage',
          message: 'Only core/{preferences,departure}.ts may use it: nothing of health is kept.',
        },
      ],
      'max-lines': ['error', 400],
    },
  },
  {
    files: ['src/app/core/{preferences,departure}{,.spec}.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: ['src/app/**/*.html'],
    ignores: ['**/*.spec.ts/*'],
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
    rules: {
      '@angular-eslint/template/prefer-control-flow': 'error',
      '@angular-eslint/template/no-inline-styles': 'error',
      '@angular-eslint/template/button-has-type': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'Text[value=/\\p{L}/u]', message: WORDS },
        { selector: `TextAttribute[name=${READ_OUT}][value=/\\p{L}/u]`, message: WORDS },
        ...[`BoundAttribute[name=${READ_OUT}]`, 'BoundText'].flatMap((place) =>
          ['ASTWithSource', 'Interpolation', 'Conditional', 'Binary[operation="+"]'].map((parent) => ({
            selector: `${place} ${parent} > LiteralPrimitive[value=${NO_KEY}]`,
            message: WORDS,
          })),
        ),
      ],
    },
  },
  ...features.map((name) =>
    mayNotImport(
      name,
      features.filter((other) => other !== name),
      'A feature imports core, ui and api, never another feature.',
    ),
  ),
  mayNotImport('core', features, 'core knows no feature.'),
  mayNotImport('ui', [...features, 'core', 'api'], 'ui shows what it is given.'),
]);
