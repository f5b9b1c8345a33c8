/** Resolves once the opening screen stands; at once in a tab that nobody sees, which paints nothing. */
const painted = document.hidden
  ? Promise.resolve()
  : new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

// Its scripts are on their way already (the server names them); what has to wait is running them.
painted
  .then(() => import('./begin'))
  .then(({ begin }) => begin())
  .catch((error: unknown) => console.error(error));
