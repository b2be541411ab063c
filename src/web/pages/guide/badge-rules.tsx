import { BADGES } from "#web/components/badges.tsx";
import { Icon } from "#web/components/icon.tsx";

export const BadgeRules = () => (
  <section aria-labelledby="badges">
    <h2 id="badges">Badges</h2>
    <p>Nobody gives badges by hand but the first two. The others come, and go, by these rules:</p>
    <div class="wide" tabindex={0} role="region" aria-label="Badges and their rules">
      <table>
        <tbody>
          {Object.entries(BADGES).map(([badge, { label, icon, rule }]) => (
            <tr>
              <th scope="row">
                <span class={`badge badge-${badge}`}>
                  <Icon name={icon} />
                  {label}
                </span>
              </th>
              <td>{rule}.</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </section>
);
