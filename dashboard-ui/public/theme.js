// Before the first paint, so that a reader who chose a theme never sees the other one flash.
try {
  const chosen = localStorage.getItem('bantam.theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch {
  // No storage: the theme follows the system.
}
