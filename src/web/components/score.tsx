const TONES = [
  { least: 70, tone: "good" },
  { least: 40, tone: "fair" },
  { least: 0, tone: "poor" },
];

/** A security score as a number and a bar. */
export function Score({ score }: { score: number | null }) {
  if (score === null) return <>Not inspected yet</>;
  const { tone } = TONES.find(({ least }) => score >= least)!;
  return (
    <>
      <svg
        class={`score score-${tone}`}
        viewBox="0 0 100 8"
        width="64"
        height="8"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <rect class="score-track" width="100" height="8" rx="4" />
        <rect class="score-bar" width={score} height="8" rx="4" />
      </svg>{" "}
      {score}
      <span class="quiet"> of 100</span>
    </>
  );
}
