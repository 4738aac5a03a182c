// Runs before the first paint, so that a chosen theme never flashes; a file of its own, because no inline script is allowed.
try {
  const theme = localStorage.getItem('verdict.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is refused: the system's theme it is.
}
