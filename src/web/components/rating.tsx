const OUTLINE = "M10 1.8l2.5 5.3 5.7.7-4.2 4 1.1 5.7L10 14.7l-5.1 2.8L6 11.8l-4.2-4 5.7-.7z";
const STAR_WIDTH = 20;

/** Five stars, filled as far as the rating goes. */
export const Stars = ({ rating }: { rating: number }) => (
  <svg class="stars" viewBox="0 0 100 20" width="80" height="16" role="img" aria-label={`${rating} of 5 stars`}>
    {[0, 1, 2, 3, 4].map((star) => {
      const filled = Math.min(1, Math.max(0, rating - star));
      return (
        <g transform={`translate(${star * STAR_WIDTH})`}>
          <path class="star-empty" d={OUTLINE} />
          {filled > 0 && (
            <path class="star-filled" d={OUTLINE} clip-path={`inset(0 ${(100 - filled * 100).toFixed(0)}% 0 0)`} />
          )}
        </g>
      );
    })}
  </svg>
);
