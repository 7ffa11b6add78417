-- The ledger: articles, mentions, coverage and counts. Everything here is derived from the raw
-- archive by `groundswell count` and can be deleted. It holds no article text: ids, dates, URLs,
-- positions in the raw archive, and the matched names.
-- These comments are the data dictionary; SQLite keeps them (select sql from sqlite_schema).

create table setting (      -- what the yearly counts count; one row a setting
    key   text primary key, -- verdicts (yes | yes+unknown), basis (any | metadata: an inferred verdict is no verdict),
                            -- channel (text | index | any),
                            -- tier (A | B | C, up to which), policy (as-was | primary | all),
                            -- home (foreign-only | exclude-home | all), observed_from (share of the months due),
                            -- searches (sample | whole: what searches found is all that the study looks for),
                            -- first_year, last_year (of the study, lead-in years included)
    value text not null
) strict, without rowid;

create table origin (       -- what this ledger was made with, for provenance and for recounting
    key   text primary key, -- program, gazetteer, sections (sha256 of their tables) …
    value text not null
) strict, without rowid;

create table gazetteer (    -- tables of the gazetteer that it was counted with, where they are not the program's own
    name text primary key,  -- names, contexts, lexicon …
    text text not null      -- as it was read, CSV
) strict, without rowid;

create table newspaper (
    newspaper text primary key, -- short name: nyt
    title     text not null,    -- as printed: The New York Times
    home      text not null     -- country id of its home country: not foreign to it
) strict, without rowid;

create table appeared (     -- on how many days the paper appeared in a month, strikes taken off
    newspaper text not null,
    year      integer not null,
    month     integer not null, -- 1 to 12
    days      integer not null, -- 0: it did not appear at all in this month
    primary key (newspaper, year, month)
) strict, without rowid;

create table gap (          -- strikes, founding dates: why it did not appear, with citation
    newspaper text not null,
    first     text not null,    -- first day, YYYY-MM-DD
    last      text not null,    -- last day, YYYY-MM-DD
    what      text not null,    -- what happened
    citation  text not null,    -- where that is recorded
    primary key (newspaper, first)
) strict, without rowid;

create table polity (       -- every state and territory the gazetteer knows
    polity text primary key, -- id: ISO 3166-1 alpha-3 where there is one, else a code of its own
    label  text not null,
    first  integer,          -- first year of its existence; null: before 1816 or not stated
    last   integer           -- last year; null: still exists
) strict, without rowid;

create table reading (      -- under a policy, a mention of this polity counts for that country
    policy  text not null,  -- as-was | primary | all
    polity  text not null,
    country text not null,  -- a polity id
    primary key (policy, polity, country)
) strict, without rowid;

create table document (     -- raw documents that were counted
    document  integer primary key, -- first 63 bits of the sha256 of its path, which holds its content's digest
    first     integer not null unique, -- number of its first record among all: those of a document stand side by side
    last      integer not null,    -- number of its last record; first - 1: it has none
    path      text not null unique, -- in the raw archive
    source    text not null,       -- how it was read: nyt-archive, guardian-api …
    newspaper text,                -- whose it is; null: each article has its own
    searched  integer not null,    -- 1: what a search found; what is not in it may have been printed all the same
    sha256    text not null,       -- of the stored file, as in manifest-sha256.txt
    records   integer not null,    -- records in it = articles + quarantined
    announced integer,             -- how many records it says it has; null: it does not say
    by_day    integer not null,    -- 1: it is of one day, so that a month is only held when its days are
    of_month  integer,             -- year * 100 + month if it is of one month: it holds that and no other, though a
                                   -- record of the next may stray into it; null: of the months of its records
    problem   text                 -- what is wrong with the document as a whole; null: nothing
) strict, without rowid;

create table total (        -- the number of all articles of a month, where a source says only that
    document integer primary key,
    year     integer not null,
    month    integer not null,
    articles integer not null
) strict, without rowid;

create table article (      -- one record of a document that could be read; the view record says it in words
    article      integer primary key, -- its number: document.first and the ordinal of the record in the document, from 0
    offset       integer not null, -- first byte of the record in the document's content
    length       integer not null, -- its bytes
    newspaper    text,             -- short name where it is not the document's; null: the document's, or of none that is known
    date         integer not null, -- year * 10000 + month * 100 + day as the source writes it, no time zone conversion
    verdict      integer not null, -- what its section is taken for
    unrest       integer not null, -- 1: its text matches the unrest lexicon
    id_key       integer not null, -- the newspaper's own id: same id, same key
    url_key      integer,          -- the same page in any spelling of its URL: same key; null: no URL
    headline_key integer,          -- same newspaper, date and headline: same key; null: no headline
    weight       integer not null, -- of several records of one article the heaviest is counted
    lossy        integer not null, -- 1: bytes of the record had to be repaired to read it
    twin         integer           -- what a heavier record of the same article shares: 1 headline, 2 URL, 3 id; null: counted
) strict;

create table verdict (      -- what the section of articles is taken for
    verdict       integer primary key, -- made of the others; 0: nothing says
    international integer,          -- 1 yes, 0 no, null the paper does not say
    basis         text not null,    -- metadata | inferred | none: what the verdict rests on
    rule          text not null     -- the rule that decided; empty: none did
) strict;

create table address (      -- where to look an article up that some setting can count: it names a country, and the paper does
                            -- not say that it belongs elsewhere. Of others the raw archive has them
    article integer primary key,
    id      text not null,          -- the newspaper's own id
    url     text                    -- as the source gives it; null: none given
) strict;

create table document_month ( -- in which months a document has articles: those of a month are found without looking at all others
    year     integer not null,
    month    integer not null,
    document integer not null,
    primary key (year, month, document)
) strict, without rowid;

create table quarantined (  -- a record that could not be read, and why; never counted
    document integer not null,
    position integer not null, -- ordinal of the record in its document, from 0
    offset   integer not null, -- first byte of the record in the document's content
    reason   text not null,
    what     text not null,
    primary key (document, position)
) strict, without rowid;

create table mention (      -- a country named in an article, once per channel, polity and tier
    article  integer not null, -- its number
    channel  text not null,    -- text: named in headline, abstract or lead; index: the paper's own index term
    polity   text not null,    -- what is named, as it was: SUN, not RUS
    tier     text not null,    -- A name, B demonym, C city or region
    mentions integer not null, -- how often
    surface  text not null,    -- the first of them, as written
    field    integer not null, -- of the first: 0 headline, 1 abstract, 2 lead; index: ordinal of the term
    start    integer not null, -- of the first: byte in the field
    primary key (article, channel, polity, tier)
) strict, without rowid;

create table cell (         -- counts under every setting, where they are not all nothing; derived from article, mention and reading
    policy     text not null,    -- as-was | primary | all: a row counts where policy, verdicts and basis are the setting's
    verdicts   text not null,    -- yes | yes+unknown
    basis      text not null,    -- any | metadata
    topic      text not null,    -- all, or unrest: articles that match the unrest lexicon
    year       integer not null,
    newspaper  text not null,
    country    text not null,    -- a polity id
    text_a     integer not null, -- articles that name it in the channel text by a name of tier A
    text_b     integer not null, -- of tier A or B
    text_c     integer not null, -- of any tier
    index_a    integer not null, -- articles that name it in the channel index by a name of tier A
    index_b    integer not null, -- of tier A or B
    index_c    integer not null, -- of any tier
    any_a      integer not null, -- articles that name it in any channel by a name of tier A, each once
    any_b      integer not null, -- of tier A or B
    any_c      integer not null, -- of any tier
    mentions_a integer not null, -- occurrences of its names of tier A in the text of these articles
    mentions_b integer not null, -- of tier A or B
    mentions_c integer not null, -- of any tier
    primary key (policy, verdicts, basis, topic, year, newspaper, country)
) strict, without rowid;

create table month (        -- what is held of a newspaper's month, whatever the settings; derived from article and document
    newspaper       text not null,
    year            integer not null,
    month           integer not null, -- 1 to 12
    records         integer not null, -- duplicates included, as in days
    days            integer not null, -- on how many days there is a record
    days_unsearched integer not null, -- the same of documents that are no search's
    searched        integer not null, -- 1: a search found some of it
    entire          integer not null, -- 1: a document of this month or of a longer time has some of it, be it a search's
    entire_unsearched integer not null, -- 1: such a document that is no search's
    stated_yes      integer not null, -- articles, duplicates left out: international by what the newspaper says
    inferred_yes    integer not null, -- by inference
    stated_no       integer not null, -- not international by what the newspaper says
    inferred_no     integer not null, -- by inference
    unknown         integer not null, -- nothing says
    primary key (newspaper, year, month)
) strict, without rowid;

create table tally (        -- what the readable records of a document are; derived from article
    document      integer not null,
    newspaper     text not null,    -- short name; empty: of no newspaper that is known
    year          integer not null,
    month         integer not null,
    international text not null,    -- yes | no | unknown
    inferred      integer not null, -- 1: that verdict is inferred
    duplicate     text not null,    -- same_id | same_url | same_headline as a heavier record; empty: counted
    records       integer not null, -- how many
    primary key (document, newspaper, year, month, international, inferred, duplicate)
) strict, without rowid;

-- The years of the study, lead-in years included.
create view study as
select cast((select value from setting where key = 'first_year') as integer) as first_year,
       cast((select value from setting where key = 'last_year') as integer) as last_year;

-- Articles, each a record of a document that could be read, in words. A document's stand side by side, so it is found first.
create view record as
select a.article, d.document, a.article - d.first as position, a.offset, a.length,
       coalesce(a.newspaper, d.newspaper) as newspaper,
       a.date / 10000 as year, a.date / 100 % 100 as month, a.date % 100 as day,
       v.international, v.basis, v.rule, a.unrest, a.id_key, a.url_key, a.headline_key,
       case a.twin when 1 then 'same_headline' when 2 then 'same_url' when 3 then 'same_id' end as duplicate
from document d
cross join article a on a.article between d.first and d.last
cross join verdict v on v.verdict = a.verdict;

-- Articles with the verdict that the settings accept: with basis `metadata` what was inferred is unknown.
create view filed as
select article, document, position, offset, length, newspaper, year, month, day,
       case when basis = 'inferred' and (select value from setting where key = 'basis') = 'metadata'
            then null else international end as international,
       basis, rule, unrest, duplicate
from record;

-- Articles that count, under the settings: no duplicates, international by the stated verdicts.
create view counted as
select a.*
from filed a join study s on a.year between s.first_year and s.last_year
where a.duplicate is null
  and a.newspaper in (select newspaper from newspaper)
  and (a.international = 1
       or (a.international is null
           and (select value from setting where key = 'verdicts') = 'yes+unknown'));

-- Which countries are not counted from which newspaper, under the setting home: its own, or that of any newspaper.
create view not_foreign as
select n.newspaper, h.home as country
from newspaper n join newspaper h
  on case (select value from setting where key = 'home')
         when 'all' then false
         when 'exclude-home' then true
         else h.newspaper = n.newspaper
     end;

-- Which countries are counted from which newspaper.
create view foreign_to as
select n.newspaper, k.country
from newspaper n
cross join (select distinct country from reading
            where policy = (select value from setting where key = 'policy')) k
where (n.newspaper, k.country) not in (select newspaper, country from not_foreign);

-- The mentions that count, under the settings, and what they count for.
create view counting as
select c.newspaper, c.year, c.month, c.day, c.article, c.document, c.position, c.unrest, r.country,
       m.channel, m.polity, m.tier, m.mentions, m.surface,
       c.international, c.basis, c.rule, c.offset, c.length
from document d
-- Names first: where a country is asked for they are few, and so the articles.
cross join mention m on m.article between d.first and d.last
cross join counted c on c.document = d.document and c.article = m.article
join reading r on r.polity = m.polity
              and r.policy = (select value from setting where key = 'policy')
where (c.newspaper, r.country) not in (select newspaper, country from not_foreign)
  and m.tier <= (select value from setting where key = 'tier')
  and (select value from setting where key = 'channel') in (m.channel, 'any');

-- A country in a counted article, once, whatever its names; mentions added up.
create view counted_mention as
select newspaper, year, document, position, unrest, country,
       -- Index terms are not occurrences in the text.
       sum(case channel when 'text' then mentions else 0 end) as mentions
from counting group by newspaper, year, document, position, unrest, country;

-- Which months of a newspaper are held: those with an article in a document of that month or of a longer
-- time, and those of whose days enough are (setting observed_from). What a search found holds a month only where the
-- study says that it found all (setting searches).
create view month_held as
with accepted as (
    select month.*,
           (select value from setting where key = 'basis') = 'metadata' as stated_only,
           (select value from setting where key = 'searches') = 'whole' as whole,
           (select cast(value as real) from setting where key = 'observed_from') * coalesce(p.days, 0) as days_enough
    from month left join appeared p using (newspaper, year, month)
)
select newspaper, year, month, days, records,
       stated_yes + inferred_yes + stated_no + inferred_no + unknown as all_articles,
       stated_yes + iif(stated_only, 0, inferred_yes) as international_yes,
       unknown + iif(stated_only, inferred_yes + inferred_no, 0) as international_unknown,
       stated_yes + stated_no + iif(stated_only, 0, inferred_yes + inferred_no) as known,
       -- 1: searches found articles, and of the rest of the month nobody knows
       searched and not (entire_unsearched or (days_unsearched > 0 and days_unsearched >= days_enough)) as searched,
       iif(whole, entire or days >= days_enough,
           entire_unsearched or (days_unsearched > 0 and days_unsearched >= days_enough)) as held
from accepted;

-- Months between the first and the last article of a search in which it found nothing, where the study says that it
-- asked for all (setting searches): they were looked at, and nothing was there.
create view month_empty as
with searched as (
    select t.newspaper, min(t.year * 100 + t.month) as first, max(t.year * 100 + t.month) as last
    from tally t join document d using (document)
    where d.searched = 1 and (select value from setting where key = 'searches') = 'whole'
    group by t.newspaper, t.document
)
select distinct p.newspaper, p.year, p.month
from searched s join appeared p on p.newspaper = s.newspaper and p.days > 0
                               and p.year * 100 + p.month between s.first and s.last
where (p.newspaper, p.year, p.month) not in (select newspaper, year, month from month);

-- The number of all articles of a month as the newspaper itself says; of several answers the highest.
create view month_total as
select d.newspaper, t.year, t.month, max(t.articles) as articles
from total t join document d using (document) group by d.newspaper, t.year, t.month;

-- How well a newspaper's year is covered: months in which it appeared, months that are held, the share
-- held of those due, and the state that follows (METHOD.md §3). Months, not days: an archive may be a
-- sample. All articles are those that the newspaper says it had, where it says so for every month held,
-- else those in the archive; of a month of which only searches brought articles nobody knows how many there were.
create view coverage as
with held as (
    select m.newspaper, m.year,
           sum(m.held) as months_held,
           sum(m.days) as days_held,
           sum(m.records) as records,
           case when count(t.articles) = count(*) then sum(t.articles) else sum(m.all_articles) end as all_articles,
           sum(m.international_yes) as international_yes,
           sum(m.international_unknown) as international_unknown,
           sum(m.searched) as months_searched,
           sum(m.searched and not m.held) = count(*) as sampled,
           sum(m.known) * 20 >= sum(m.all_articles) as known
    from (select newspaper, year, month, held, days, records, all_articles, international_yes, international_unknown,
                 searched, known
          from month_held
          union all
          select newspaper, year, month, 1, 0, 0, 0, 0, 0, 1, 0 from month_empty
          where newspaper in (select newspaper from newspaper)) m
    left join month_total t using (newspaper, year, month)
    group by m.newspaper, m.year
), due as (
    select newspaper, year, sum(days > 0) as months_due, sum(days) as days_due
    from appeared join study s on year between s.first_year and s.last_year
    group by newspaper, year
)
select due.newspaper, due.year, due.months_due, due.days_due,
       coalesce(held.months_held, 0) as months_held,
       coalesce(held.days_held, 0) as days_held,
       coalesce(min(1.0, held.months_held * 1.0 / nullif(due.months_due, 0)), 0.0) as coverage,
       coalesce(held.records, 0) as records,
       coalesce(held.all_articles, 0) as all_articles,
       coalesce(held.international_yes, 0) as international_yes,
       coalesce(held.international_unknown, 0) as international_unknown,
       coalesce(held.months_searched, 0) as months_searched,
       case
           when held.months_held is null and due.months_due = 0 then 'not_published'
           when held.months_held is null then 'missing'
           -- What a search did not ask for is no zero.
           when held.sampled then 'missing'
           -- Of fewer than one article in twenty is it known where it belongs: a count of those that are
           -- international would be a zero that nobody has seen.
           when not held.known and (select value from setting where key = 'verdicts') = 'yes' then 'missing'
           when held.months_held * 1.0 / due.months_due
                < (select cast(value as real) from setting where key = 'observed_from') then 'partial'
           else 'observed'
       end as state
from due left join held using (newspaper, year);

-- What the settings count, where that is not nothing; also for countries and years that the study leaves out.
create view counted_cell as
select newspaper, country, year, topic,
       case (select value from setting where key = 'channel')
           when 'text' then case (select value from setting where key = 'tier') when 'A' then text_a when 'B' then text_b when 'C' then text_c end
           when 'index' then case (select value from setting where key = 'tier') when 'A' then index_a when 'B' then index_b when 'C' then index_c end
           when 'any' then case (select value from setting where key = 'tier') when 'A' then any_a when 'B' then any_b when 'C' then any_c end end as articles,
       -- Index terms are not occurrences in the text.
       case (select value from setting where key = 'channel')
           when 'index' then 0
           else case (select value from setting where key = 'tier') when 'A' then mentions_a when 'B' then mentions_b when 'C' then mentions_c end end as mentions
from cell
where policy = (select value from setting where key = 'policy')
  and verdicts = (select value from setting where key = 'verdicts')
  and basis = (select value from setting where key = 'basis');

-- What the counts of a newspaper's year are out of.
create view denominator as
select newspaper, year,
       -- Of a month of which only searches brought articles, nobody knows what they are out of.
       case when months_searched = 0
            then international_yes + case when (select value from setting where key = 'verdicts') = 'yes+unknown'
                                          then international_unknown else 0 end end as international_articles,
       case when months_searched = 0 then all_articles end as all_articles,
       coverage, state
from coverage;

-- The countries of each newspaper's rows, and the years in which each existed: null has no end. Counted as it was, a state
-- has no years before or after its own.
create view applicable as
select f.newspaper, f.country,
       case when (select value from setting where key = 'policy') = 'as-was' then p.first end as first,
       case when (select value from setting where key = 'policy') = 'as-was' then p.last end as last
from foreign_to f join polity p on p.polity = f.country;

-- The table of the study: a row for each newspaper, country, year and topic. A count is null where
-- nothing was looked at, and zero only where something was.
create view yearly as
with topic(topic) as (values ('all'), ('unrest')),
asked as (
    select v.*, k.country, v.year between coalesce(k.first, v.year) and coalesce(k.last, v.year) as existed
    from denominator v join applicable k using (newspaper)
)
select v.newspaper, v.country, v.year, t.topic,
       case when v.existed and v.state in ('observed', 'partial')
            then coalesce(c.articles, 0) end as articles,
       case when v.existed and v.state in ('observed', 'partial')
            then coalesce(c.mentions, 0) end as mentions,
       v.international_articles, v.all_articles, v.coverage,
       case when v.existed then v.state else 'not_applicable' end as state
from asked v
cross join topic t
left join counted_cell c on c.newspaper = v.newspaper and c.country = v.country
                        and c.year = v.year and c.topic = t.topic;

-- The articles behind a cell.
create view evidence as
select c.newspaper, c.country, c.year, c.month, c.day, c.unrest, l.id, l.url,
       c.international, c.basis, c.rule, c.channel, c.polity, c.tier, c.mentions, c.surface,
       d.path, c.article, c.document, c.position, c.offset, c.length
from counting c
join document d on d.document = c.document
join address l on l.article = c.article;

-- What becomes of each document's records, and why: a part of them a row.
create view fate as
with judged as (
    select t.document, t.records, t.duplicate,
           t.newspaper in (select newspaper from newspaper) as of_study,
           t.year between s.first_year and s.last_year as in_period,
           case when t.inferred and (select value from setting where key = 'basis') = 'metadata'
                then 'unknown' else t.international end as international
    from tally t join study s
), reasoned as (
    select document, records,
           case when not of_study then 'another newspaper'
                when duplicate <> '' then duplicate
                when not in_period then 'outside the period'
                when international = 'no' then 'not international'
                when international = 'unknown' then 'section unknown'
                else 'international' end as reason
    from judged
)
select document,
       case when reason = 'international' then 'counted'
            when reason = 'section unknown' and (select value from setting where key = 'verdicts') = 'yes+unknown'
            then 'counted' else 'excluded' end as fate,
       reason, records
from reasoned
union all
select document, 'quarantined', reason, 1 from quarantined;

-- No loss: records = counted + excluded + quarantined, by reason, for each document.
create view account as
select document, fate, reason, sum(records) as records from fate group by document, fate, reason;
