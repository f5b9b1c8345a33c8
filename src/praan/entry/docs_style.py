"""The style sheet of the API's page: readable in light and dark, on a phone and on paper."""

STYLE = """
:root { color-scheme: light dark;
  --ink: #1d2a26; --paper: #fbfaf6; --line: #c9cfc9; --link: #00594f; --soft: #eef1ec }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ece9; --paper: #141a18; --line: #3d4744; --link: #7fd6c6; --soft: #1f2825 }
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 64rem; padding: 1rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
a { color: var(--link) }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
.skip { position: absolute; left: -100vw }
.skip:focus { position: static }
small { font-weight: normal; font-size: 1rem }
nav ul { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; list-style: none; padding: 0 }
nav a { display: inline-block; padding: .5rem 0 }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; padding: 0 1rem }
details[open] { padding-bottom: 1rem }
summary { cursor: pointer; padding: .75rem 0 }
summary h3 { display: inline; font-size: 1rem; margin: 0 }
.method { display: inline-block; min-width: 4.5rem; font-weight: 700 }
code { font-family: ui-monospace, monospace; font-size: .95em }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 }
caption { text-align: start; font-weight: 700; padding: .25rem 0 }
th, td { text-align: start; vertical-align: top; border-top: 1px solid var(--line); padding: .4rem .5rem }
thead th { background: var(--soft) }
th em { font-weight: normal; font-style: normal; font-size: .85em }
.shape { border-top: 1px solid var(--line) }
"""
