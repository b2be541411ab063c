import { helpers } from "./helpers.ts";

const people = (users: number): string => `
  insert into users (id, username, email, password_hash, created_at)
  select seeding.id('user', n), name, name || '@example.com', '!', seeding.days_ago(1500 * seeding.chance(n, 1))
  from (select n, seeding.coined(n * 7919 % 26873856) || '-' || n as name from generate_series(1::bigint, ${users}) n) u;`;

/** One row for each plugin, the first the most downloaded, with all that its versions repeat. */
const drafts = (plugins: number, users: number): string => `
  create unlogged table seeding.drafts as
  select n, seeding.id('plugin', n) as id,
    seeding.word(seeding.heads(), seeding.chance(n, 2)) || '-'
      || case when seeding.chance(n, 3) < 0.5 then seeding.word(seeding.heads(), seeding.chance(n, 4)) || '-' else '' end
      || seeding.coined(n * 15485863 % 26873856) as name,
    1 + floor(${users} * power(seeding.chance(n, 5), 2))::bigint as author,
    seeding.word(seeding.categories(), seeding.chance(n, 6)) as category,
    case when seeding.chance(n, 7) < 0.9 then seeding.word(seeding.languages(), seeding.chance(n, 8)) end as language,
    initcap(seeding.word(seeding.verbs(), seeding.chance(n, 9)))
      || ' ' || seeding.word(seeding.adjectives(), seeding.chance(n, 10))
      || ' ' || seeding.word(seeding.nouns(), seeding.chance(n, 11))
      || ' and ' || seeding.word(seeding.nouns(), seeding.chance(n, 12))
      || ' for ' || seeding.word(seeding.adjectives(), seeding.chance(n, 13))
      || ' ' || seeding.word(seeding.places(), seeding.chance(n, 14))
      || ', made for ' || initcap(seeding.coined(seeding.zipf(100000, seeding.chance(n, 15)) * 104729::bigint % 26873856)) as description,
    array(
      select distinct seeding.word(seeding.tags(), seeding.chance(n, 20 + tag)) tag
      from generate_series(1, 1 + floor(5 * seeding.chance(n, 16))::integer) tag order by tag
    ) as tags,
    case when seeding.chance(n, 60) < 0.7 then 'MIT OR Apache-2.0' else 'MIT' end as license,
    1 + floor(12 * power(seeding.chance(n, 17), 4))::integer as releases,
    3 + 1500 * power(seeding.chance(n, 18), 1.5) as age,
    -- Pareto: at 100,000 plugins one has a million downloads, five hundred have a thousand, half have seven or fewer.
    floor(3 / power((n - 0.5) / ${plugins}, 1.1))::bigint as popularity,
    case when seeding.chance(n, 19) < 0.003 then seeding.days_ago(30 * seeding.chance(n, 30)) end as taken_down_at
  from generate_series(1::bigint, ${plugins}) n;

  update seeding.drafts d set description = d.description || '; ' || t.terms
  from (
    select ranked.n, string_agg(t.term, ', ' order by t.term) as terms
    from seeding.terms t
    join lateral (
      select n from seeding.drafts where taken_down_at is null
      order by hashint8extended(n, hashtext(t.term)) limit t.matches
    ) ranked on true
    group by ranked.n
  ) t
  where t.n = d.n;
  alter table seeding.drafts add primary key (n);
  analyze seeding.drafts;`;

/** One to twelve releases a plugin: some prereleases, some yanked. */
const releases = `
  create unlogged table seeding.releases as
  select n, release, seeding.id('version', n * 16 + release) as id, is_last,
    major || '.' || minor || '.' || patch || case when prerelease then '-rc.' || patch + 1 else '' end as version,
    seeding.number(major) || seeding.number(minor) || seeding.number(patch)
      || case when prerelease then '-1rc!0' || seeding.number(patch + 1) else '~' end as precedence,
    prerelease, published_at,
    case when seeding.chance(n * 16 + release, 43) < 0.03 then published_at + interval '1 day' end as yanked_at
  from (
    select n, release, release = releases - 1 as is_last,
      (seeding.chance(n, 40) < 0.5)::integer + release / 5 as major, release % 5 as minor,
      floor(4 * seeding.chance(n * 16 + release, 41))::integer as patch,
      release = releases - 1 and seeding.chance(n, 42) < 0.08 as prerelease,
      seeding.days_ago(age - age * seeding.chance(n, 44) * (release + seeding.chance(n * 16 + release, 45)) / releases) as published_at
    from seeding.drafts, generate_series(0, releases - 1) release
  ) r
  order by published_at;
  alter table seeding.releases add primary key (n, release);
  analyze seeding.releases;`;

/** Ninety days, which have a third of what there was before: the busy every day, the quiet on some. */
const downloads = `
  insert into plugin_downloads_daily (version_id, day, plugin_id, downloads)
  select version_id, day, plugin_id, downloads
  from (
    select r.id as version_id, seeding.today() - days as day, d.id as plugin_id, r.published_at,
      floor(
        d.popularity / 300.0 * case when r.is_last then 0.75 else 0.25 end
        * case when days < 7 and seeding.chance(d.n, 50) < 0.05 then 3 else 0.5 + seeding.chance(d.n * 128 + days, 51) end
        + seeding.chance(r.n * 16 + r.release, 1000 + days)
      )::integer as downloads
    from seeding.drafts d
    join seeding.releases r on r.n = d.n and r.release >= d.releases - 2
    cross join generate_series(0, 89) days
    where d.popularity >= 300
    union all
    select r.id, seeding.today() - days, d.id, r.published_at, count(*)
    from seeding.drafts d
    join seeding.releases r on r.n = d.n and r.is_last
    cross join generate_series(1, floor(d.popularity * 0.3 + seeding.chance(d.n, 52))::integer) which
    cross join lateral floor(90 * power(seeding.chance(d.n, 1100 + which), 1.5)) as day_of(days_before)
    cross join lateral cast(days_before as integer) days
    where d.popularity < 300
    group by r.id, days, d.id, r.published_at
  ) counted
  where downloads > 0 and day > published_at::date;

  create unlogged table seeding.downloads_of_versions as
  select version_id as id, sum(downloads) as downloads from plugin_downloads_daily group by version_id;
  create unlogged table seeding.downloads_of_plugins as
  select plugin_id as id,
    sum(downloads) filter (where day > seeding.today() - 30) as recent,
    sum(downloads) filter (where day > seeding.today() - 7) as week,
    sum(downloads) filter (where day > seeding.today() - 14 and day <= seeding.today() - 7) as previous_week
  from plugin_downloads_daily group by plugin_id;
  analyze seeding.downloads_of_versions;
  analyze seeding.downloads_of_plugins;`;

const versions = `
  insert into plugin_versions (
    id, plugin_id, version, precedence, is_prerelease, description, category, license, repository, language, tags, readme,
    min_mockforge_version, checksum, size_bytes, module_key, package_key, package_checksum, package_size_bytes, wasm,
    downloads, published_at, published_by, yanked_at, yank_reason
  )
  select r.id, d.id, r.version, r.precedence, r.prerelease, d.description, d.category, d.license,
    'https://github.com/example/' || d.name, d.language, d.tags,
    case when r.is_last then '# ' || d.name || E'\\n\\n' || d.description || E'.\\n\\nAdd it to mockforge.yaml under plugins.\\n' end,
    case when d.license = 'MIT' then '0.3.0' end,
    hex || hex, 20000 + d.n * 7919 % 80000, 'packages/' || d.name || '/' || r.id || '.wasm', 'packages/' || d.name || '/' || r.id || '.zip',
    reverse(hex || hex), 21000 + d.n * 7919 % 80000,
    '{"imports":[{"module":"wasi_snapshot_preview1","name":"fd_write","kind":"function"}],"exports":["memory","initialize","run"],"language":"Rust","sdk":null}'::jsonb,
    floor(0.7 * d.popularity / d.releases)::bigint + coalesce(c.downloads, 0), r.published_at, seeding.id('user', d.author),
    r.yanked_at, case when r.yanked_at is not null then 'Replaced by a corrected release' end
  from seeding.releases r
  join seeding.drafts d on d.n = r.n
  left join seeding.downloads_of_versions c on c.id = r.id
  cross join lateral replace(r.id::text, '-', '') hex;
  analyze plugin_versions;`;

/** A third depend on others, mostly on the well known; every release on the same ones. */
const dependencies = (plugins: number): string => `
  insert into plugin_dependencies (version_id, dependency_id, requirement)
  select r.id, seeding.id('plugin', needed.n), needed.requirement
  from seeding.releases r
  join (
    select distinct on (d.n, target) d.n as dependent, target as n,
      (array['^1.0', '^0.2', '>=0.1, <3', '*', '~1.1'])[1 + floor(5 * seeding.chance(d.n * 4 + which, 70))::integer] as requirement
    from seeding.drafts d
    cross join generate_series(0, 2) which
    cross join lateral seeding.zipf(${plugins}, seeding.chance(d.n * 4 + which, 71)) target
    where seeding.chance(d.n, 72) < 0.3 and which < 3 * seeding.chance(d.n, 73) and target <> d.n
  ) needed on needed.dependent = r.n;`;

const owners = (users: number): string => `
  insert into plugin_owners (plugin_id, user_id, created_at)
  select id, seeding.id('user', author), seeding.days_ago(age) from seeding.drafts;
  insert into plugin_owners (plugin_id, user_id, added_by, created_at)
  select id, seeding.id('user', author % ${users} + 1), seeding.id('user', author), seeding.days_ago(age / 2)
  from seeding.drafts where seeding.chance(n, 80) < 0.1;`;

/** More for the well known; by people who own neither the plugin nor, two steps on, the reviewer's account twice. */
const reviews = (users: number): string => `
  create unlogged table seeding.reviews as
  select d.n, d.id as plugin_id, d.n * 4096 + review as number, seeding.id('review', d.n * 4096 + review) as id,
    (d.author + 1 + (floor(${users} * seeding.chance(d.n, 90))::bigint + review) % (${users} - 2)) % ${users} + 1 as author
  from seeding.drafts d
  cross join generate_series(1, least(
    floor(0.8 * sqrt(d.popularity) * seeding.chance(d.n, 91))::integer, ${users} - 2, 4000
  )) review;
  analyze seeding.reviews;

  insert into user_downloads (user_id, plugin_id)
  select seeding.id('user', author), plugin_id from seeding.reviews where seeding.chance(number, 92) < 0.6;

  insert into review_votes (review_id, user_id, helpful)
  select r.id, seeding.id('user', (r.author + vote - 1) % ${users} + 1), seeding.chance(r.number * 8 + vote, 93) < 0.8
  from seeding.reviews r
  cross join generate_series(1, least(floor(6 * power(seeding.chance(r.number, 94), 4))::integer, ${users} - 1)) vote;
  analyze review_votes;

  insert into reviews (id, plugin_id, user_id, version_id, rating, title, comment, helpful_count, unhelpful_count, created_at, updated_at)
  select r.id, r.plugin_id, seeding.id('user', r.author), v.id,
    case when c < 0.05 then 1 when c < 0.1 then 2 when c < 0.2 then 3 when c < 0.45 then 4 else 5 end,
    case when seeding.chance(r.number, 96) < 0.5 then opener end,
    opener || ' for ' || seeding.word(seeding.adjectives(), seeding.chance(r.number, 97)) || ' '
      || seeding.word(seeding.nouns(), seeding.chance(r.number, 98)) || '; we use it in '
      || seeding.word(seeding.places(), seeding.chance(r.number, 99)) || ' every day.',
    coalesce(votes.helpful, 0), coalesce(votes.unhelpful, 0), at, at
  from seeding.reviews r
  join seeding.drafts d on d.n = r.n
  join seeding.releases v on v.n = r.n and v.release = d.releases - 1
  left join (
    select review_id, count(*) filter (where helpful) as helpful, count(*) filter (where not helpful) as unhelpful
    from review_votes group by review_id
  ) votes on votes.review_id = r.id
  cross join lateral (
    select seeding.chance(r.number, 95) as c, seeding.word(seeding.reviewopeners(), seeding.chance(r.number, 100)) as opener,
      seeding.days_ago(d.age * seeding.chance(r.number, 101)) as at
  ) said
  order by r.id;
  analyze reviews;`;

/** Last, so that each row is written once, with what the triggers would have made of the rest. */
const plugins = `
  insert into plugins (
    id, name, author_id, description, category, license, repository, language, tags, current_version_id,
    downloads, recent_downloads, week_downloads, previous_week_downloads, rating_sum, reviews_count,
    verified_at, taken_down_at, takedown_reason, created_at, updated_at
  )
  select d.id, d.name, seeding.id('user', d.author), d.description, d.category, d.license,
    'https://github.com/example/' || d.name, d.language, d.tags, current.id,
    totals.downloads, coalesce(c.recent, 0), coalesce(c.week, 0), coalesce(c.previous_week, 0),
    coalesce(r.rating_sum, 0), coalesce(r.reviews_count, 0),
    case when seeding.chance(d.n, 110) < 0.08 then totals.first_at end,
    d.taken_down_at, case when d.taken_down_at is not null then 'Sends data to a third party' end,
    totals.first_at, totals.last_at
  from seeding.drafts d
  join (
    select distinct on (n) n, id from seeding.releases
    order by n, (yanked_at is null and not prerelease) desc, (yanked_at is null) desc, precedence collate "C" desc
  ) current on current.n = d.n
  join (
    select plugin_id, sum(downloads) as downloads, min(published_at) as first_at, max(published_at) as last_at
    from plugin_versions group by plugin_id
  ) totals on totals.plugin_id = d.id
  left join seeding.downloads_of_plugins c on c.id = d.id
  left join (
    select plugin_id, sum(rating) as rating_sum, count(*) as reviews_count from reviews group by plugin_id
  ) r on r.plugin_id = d.id
  order by totals.first_at;`;

const nameWords = `
  insert into name_words (word)
  select distinct word from seeding.drafts, unnest(string_to_array(name, '-')) word
  on conflict do nothing;`;

const records = `
  insert into tags as t (name, plugins)
  select tag, count(*) filter (where taken_down_at is null) from seeding.drafts, unnest(tags) tag group by tag
  on conflict (name) do update set plugins = t.plugins + excluded.plugins;
  insert into audit_log (action, actor_id, plugin_id, details, created_at)
  select action, actor_id, plugin_id, details, at from (
    select 'version.publish' as action, published_by as actor_id, plugin_id,
      jsonb_build_object('version', version, 'checksum', checksum) as details, published_at as at
    from plugin_versions where id in (select id from seeding.releases)
    union all
    select 'review.create', user_id, plugin_id, jsonb_build_object('rating', rating), created_at
    from reviews where id in (select id from seeding.reviews)
  ) changes order by at;
  select chain_audit_rows();`;

/** What the triggers keep, counted afresh over everything that is there. */
const totals = `
  update registry_totals set
    plugins = (select count(*) from plugins where taken_down_at is null),
    verified_plugins = (select count(*) from plugins where taken_down_at is null and verified_at is not null),
    versions = (select count(*) from plugin_versions),
    users = (select count(*) from users),
    reviews = (select count(*) from reviews),
    rating_sum = (select coalesce(sum(rating), 0) from reviews),
    downloads = (select coalesce(sum(downloads), 0) from plugins),
    plugins_by_category = (
      select coalesce(jsonb_object_agg(category, n), '{}')
      from (select category, count(*) as n from plugins where taken_down_at is null group by category) counts
    );
  select rebuild_registry_days();`;

/** The steps of a load, in order: what it says while it runs, and its statements. */
export function loadSteps(size: { plugins: number; users: number }): [title: string, statements: string][] {
  return [
    ["drafts", helpers(size.plugins) + drafts(size.plugins, size.users)],
    ["releases", releases],
    ["users", people(size.users)],
    ["downloads", downloads],
    ["versions", versions],
    ["dependencies and owners", dependencies(size.plugins) + owners(size.users)],
    ["reviews", reviews(size.users)],
    ["plugins", plugins + nameWords],
    ["tags, audit log and totals", `${records}${totals} select rebuild_search_words(); drop schema seeding cascade;`],
  ];
}
