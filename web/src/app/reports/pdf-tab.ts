/** Opens an address beside the page. The tab is opened before the address is known: later it would be refused. */
export async function openBeside(view: Window | null, address: () => Promise<string>): Promise<void> {
  const tab = view?.open('', '_blank') ?? null;
  if (tab) tab.opener = null;
  try {
    const url = await address();
    if (tab) tab.location.replace(url);
    else view?.location.assign(url);
  } catch (error) {
    tab?.close();
    throw error;
  }
}
