/** An anvil with a spark; the same drawing as assets/icon.svg. */
export const Logo = () => (
  <svg class="logo" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
    <path
      class="logo-anvil"
      d="M3 12h8V9.5h18c0 5-4 7.5-9 7.5v3.5c2 .4 4 1.6 4 4.5H9c0-2.9 2-4.1 4-4.5V17.5c-5.5 0-9-1.5-10-5.5z"
    />
    <path class="logo-spark" d="M20 1l1.3 3.2L24.5 5.5l-3.2 1.3L20 10l-1.3-3.2L15.5 5.5l3.2-1.3z" />
  </svg>
);
