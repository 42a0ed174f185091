create table ems.price_source (
  source      text not null,
  name        text not null,
  market_code text not null,
  rank        smallint not null,
  enabled     boolean not null default true,
  needs_token boolean not null default false,
  licence     text not null,
  constraint price_source_source_market_code_pkey primary key (source, market_code),
  constraint price_source_market_code_fkey foreign key (market_code) references ems.market (market_code),
  constraint price_source_market_code_rank_key unique (market_code, rank),
  constraint price_source_source_check check (source in ('ote', 'energy-charts', 'smard', 'entsoe', 'nordpool', 'manual'))
);
comment on table ems.price_source is 'The chain of sources of a market: the first that delivers a complete day wins.';
comment on column ems.price_source.source is 'Parser.';
comment on column ems.price_source.name is 'Name for people.';
comment on column ems.price_source.market_code is 'Bidding zone.';
comment on column ems.price_source.rank is 'Order of asking; a later source never replaces an earlier one''s prices.';
comment on column ems.price_source.enabled is 'False: not asked.';
comment on column ems.price_source.needs_token is 'True: skipped while the worker has no token for it.';
comment on column ems.price_source.licence is 'What may be done with the values.';

create table ems.price_document (
  document_id   bigint not null generated always as identity,
  market_code   text not null,
  source        text not null,
  delivery_day  date not null,
  fetched_at    timestamptz not null,
  status        text not null,
  reason        text,
  slots         integer not null,
  body          text not null,
  body_sha256   bytea not null,
  constraint price_document_document_id_pkey primary key (document_id),
  constraint price_document_market_code_fkey foreign key (market_code) references ems.market (market_code),
  constraint price_document_status_check check (status in ('accepted', 'unchanged', 'outranked', 'quarantined')),
  constraint price_document_reason_check check ((status = 'quarantined') = (reason is not null)),
  constraint price_document_market_code_source_day_sha256_key unique (market_code, source, delivery_day, body_sha256)
);
create index price_document_market_code_delivery_day_idx on ems.price_document (market_code, delivery_day desc);
comment on table ems.price_document is 'What the sources sent, word for word; what is incomplete or odd is kept here and goes no further.';
comment on column ems.price_document.document_id is 'Key.';
comment on column ems.price_document.market_code is 'Bidding zone.';
comment on column ems.price_document.source is 'Who sent it.';
comment on column ems.price_document.delivery_day is 'Local day of the market.';
comment on column ems.price_document.fetched_at is 'When it was first fetched.';
comment on column ems.price_document.status is 'accepted: its prices are in use or were; unchanged: said nothing new; outranked: a better source had spoken; quarantined: see reason.';
comment on column ems.price_document.reason is 'Why it is quarantined.';
comment on column ems.price_document.slots is 'Prices found in it.';
comment on column ems.price_document.body is 'The answer.';
comment on column ems.price_document.body_sha256 is 'Its hash: the same answer twice is one document.';

create table ems.market_interval_price (
  market_code   text not null,
  starts_at     timestamptz not null,
  ends_at       timestamptz not null,
  price_per_mwh numeric(12, 5) not null,
  source        text not null,
  document_id   bigint,
  known_at      timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  constraint market_interval_price_key_pkey primary key (market_code, starts_at, known_at),
  constraint market_interval_price_market_code_fkey foreign key (market_code) references ems.market (market_code),
  constraint market_interval_price_document_id_fkey foreign key (document_id) references ems.price_document (document_id),
  constraint market_interval_price_ends_at_check check (ends_at > starts_at and ends_at - starts_at <= interval '1 hour'),
  constraint market_interval_price_superseded_at_check check (superseded_at > known_at),
  constraint market_interval_price_overlap_excl exclude using gist
    (market_code with =, tstzrange(starts_at, ends_at) with &&, tstzrange(known_at, superseded_at) with &&)
);
create index market_interval_price_current_idx on ems.market_interval_price (market_code, starts_at) where superseded_at = 'infinity';
comment on table ems.market_interval_price is 'Day-ahead prices, bitemporal: at any time known, no instant has two. A correction ends the old row and starts a new one.';
comment on column ems.market_interval_price.market_code is 'Bidding zone.';
comment on column ems.market_interval_price.starts_at is 'Start of delivery.';
comment on column ems.market_interval_price.ends_at is 'End of delivery, not included.';
comment on column ems.market_interval_price.price_per_mwh is 'Auction price, the market''s currency per MWh; may be negative.';
comment on column ems.market_interval_price.source is 'Who said so.';
comment on column ems.market_interval_price.document_id is 'The document it stands in.';
comment on column ems.market_interval_price.known_at is 'Since when we knew.';
comment on column ems.market_interval_price.superseded_at is 'Until when we believed it; infinity: still.';

create table ems.fx_rate (
  base          text not null,
  quote         text not null,
  valid_on      date not null,
  rate          numeric(18, 8) not null,
  source        text not null,
  known_at      timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  constraint fx_rate_base_quote_valid_on_known_at_pkey primary key (base, quote, valid_on, known_at),
  constraint fx_rate_rate_check check (rate > 0),
  constraint fx_rate_base_check check (base ~ '^[A-Z]{3}$' and quote ~ '^[A-Z]{3}$' and base <> quote),
  constraint fx_rate_superseded_at_check check (superseded_at > known_at),
  constraint fx_rate_overlap_excl exclude using gist
    (base with =, quote with =, valid_on with =, tstzrange(known_at, superseded_at) with &&)
);
comment on table ems.fx_rate is 'Fixings of a central bank, bitemporal.';
comment on column ems.fx_rate.base is 'Currency that is priced: EUR.';
comment on column ems.fx_rate.quote is 'Currency it is priced in: CZK.';
comment on column ems.fx_rate.valid_on is 'Day of the fixing; it holds until the next one.';
comment on column ems.fx_rate.rate is 'Units of quote for one unit of base.';
comment on column ems.fx_rate.source is 'Who fixed it.';
comment on column ems.fx_rate.known_at is 'Since when we knew.';
comment on column ems.fx_rate.superseded_at is 'Until when we believed it; infinity: still.';

create table ems.holiday (
  country text not null,
  day     date not null,
  name    text not null,
  constraint holiday_country_day_pkey primary key (country, day)
);
comment on table ems.holiday is 'Public holidays: off-days of tariffs, and of the load forecast.';
comment on column ems.holiday.country is 'ISO 3166.';
comment on column ems.holiday.day is 'Local day.';
comment on column ems.holiday.name is 'Name.';

create table ems.tariff_window (
  window_code text not null,
  band        text not null,
  day_class   text not null default 'all',
  month_from  smallint not null default 1,
  month_to    smallint not null default 12,
  starts      time not null,
  ends        time not null,
  source      text not null,
  constraint tariff_window_key_pkey primary key (window_code, day_class, month_from, starts),
  constraint tariff_window_band_check check (band in ('VT', 'NT', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6')),
  constraint tariff_window_day_class_check check (day_class in
    ('all', 'workday', 'offday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')),
  constraint tariff_window_month_from_check check (month_from between 1 and 12 and month_to between 1 and 12 and month_from <= month_to),
  constraint tariff_window_ends_check check (starts < ends),
  constraint tariff_window_overlap_excl exclude using gist
    (window_code with =, day_class with =, int4range(month_from, month_to, '[]') with &&,
     numrange(extract(epoch from starts), extract(epoch from ends)) with &&)
);
comment on table ems.tariff_window is 'Times of day of the bands of a tariff, in local wall-clock time. Outside every window the band is VT.';
comment on column ems.tariff_window.window_code is 'Table of windows: CEZ_D57D_V1.';
comment on column ems.tariff_window.band is 'NT low, VT high, P1… others.';
comment on column ems.tariff_window.day_class is 'Days it holds on; a named weekday wins over workday/offday, that over all.';
comment on column ems.tariff_window.month_from is 'First month of the season.';
comment on column ems.tariff_window.month_to is 'Last month of the season.';
comment on column ems.tariff_window.starts is 'Local time.';
comment on column ems.tariff_window.ends is 'Local time, not included; 24:00 is the end of the day.';
comment on column ems.tariff_window.source is 'Where it stands.';

create table ems.distribution_price (
  distributor   text not null,
  rate          text not null,
  band          text not null,
  validity      daterange not null,
  price_per_mwh numeric not null,
  source        text not null,
  constraint distribution_price_key_pkey primary key (distributor, rate, band, validity),
  constraint distribution_price_band_check check (band in ('ALL', 'VT', 'NT')),
  constraint distribution_price_validity_check check (not isempty(validity) and lower(validity) is not null),
  constraint distribution_price_overlap_excl exclude using gist (distributor with =, rate with =, band with =, validity with &&)
);
comment on table ems.distribution_price is 'Regulated price of distribution per band, site currency/MWh without VAT.';
comment on column ems.distribution_price.distributor is 'CEZ_DISTRIBUCE, EGD, PREDISTRIBUCE.';
comment on column ems.distribution_price.rate is 'Distribution rate: D57d.';
comment on column ems.distribution_price.band is 'ALL for one-rate tariffs, else VT and NT.';
comment on column ems.distribution_price.validity is 'Local days.';
comment on column ems.distribution_price.price_per_mwh is 'Per MWh without VAT.';
comment on column ems.distribution_price.source is 'Decision it stands in.';

create table ems.breaker_price (
  distributor     text not null,
  rate            text not null,
  phases          smallint not null,
  above_a         numeric not null,
  up_to_a         numeric,
  validity        daterange not null,
  price_per_month numeric not null,
  per_ampere      boolean not null,
  source          text not null,
  constraint breaker_price_key_pkey primary key (distributor, rate, phases, above_a, validity),
  constraint breaker_price_phases_check check (phases in (1, 3)),
  constraint breaker_price_up_to_a_check check (above_a >= 0 and above_a < up_to_a),
  constraint breaker_price_overlap_excl exclude using gist
    (distributor with =, rate with =, phases with =, numrange(above_a, up_to_a, '(]') with &&, validity with &&)
);
comment on table ems.breaker_price is 'Monthly payment for the main breaker, without VAT. Not steerable, part of the bill.';
comment on column ems.breaker_price.distributor is 'Distributor.';
comment on column ems.breaker_price.rate is 'Distribution rate.';
comment on column ems.breaker_price.phases is 'Phases of the breaker.';
comment on column ems.breaker_price.above_a is 'Band starts above this current, A per phase.';
comment on column ems.breaker_price.up_to_a is 'Band ends with this current, A per phase; NULL: no end.';
comment on column ems.breaker_price.validity is 'Local days.';
comment on column ems.breaker_price.price_per_month is 'Per month, or per month and ampere.';
comment on column ems.breaker_price.per_ampere is 'True: times the amperes of one phase.';
comment on column ems.breaker_price.source is 'Decision it stands in.';

create table ems.levy (
  country  text not null,
  levy     text not null,
  validity daterange not null,
  value    numeric not null,
  unit     text not null,
  source   text not null,
  constraint levy_country_levy_validity_pkey primary key (country, levy, validity),
  constraint levy_levy_check check (levy in ('system_services', 'renewables', 'tax', 'infrastructure', 'vat')),
  constraint levy_unit_check check (unit in ('per_mwh', 'per_month', 'ratio') and (levy = 'vat') = (unit = 'ratio')),
  constraint levy_overlap_excl exclude using gist (country with =, levy with =, validity with &&)
);
comment on table ems.levy is 'What the state adds: system services, renewables (POZE), tax, infrastructure, value-added tax.';
comment on column ems.levy.country is 'ISO 3166.';
comment on column ems.levy.levy is 'What.';
comment on column ems.levy.validity is 'Local days.';
comment on column ems.levy.value is 'Without VAT; for VAT itself its ratio, 0.21.';
comment on column ems.levy.unit is 'per_mwh, per_month, ratio; currency of the country.';
comment on column ems.levy.source is 'Act or decision.';

create table ems.site_distribution (
  site_id     text not null,
  validity    daterange not null,
  distributor text not null,
  rate        text not null,
  window_code text,
  constraint site_distribution_site_id_validity_pkey primary key (site_id, validity),
  constraint site_distribution_site_id_fkey foreign key (site_id) references ems.site (site_id) on delete cascade,
  constraint site_distribution_validity_check check (not isempty(validity) and lower(validity) is not null),
  constraint site_distribution_overlap_excl exclude using gist (site_id with =, validity with &&)
);
comment on table ems.site_distribution is 'Distribution rate of a house over time.';
comment on column ems.site_distribution.site_id is 'House.';
comment on column ems.site_distribution.validity is 'Local days.';
comment on column ems.site_distribution.distributor is 'Distributor.';
comment on column ems.site_distribution.rate is 'Rate.';
comment on column ems.site_distribution.window_code is 'Its low-tariff windows; NULL for one-rate tariffs.';

create table ems.supply_contract (
  site_id              text not null,
  contract_id          integer not null generated always as identity,
  direction            text not null,
  validity             daterange not null,
  supplier             text not null,
  pricing              text not null,
  price_per_kwh        numeric,
  low_price_per_kwh    numeric,
  window_code          text,
  spot_factor          numeric not null default 1,
  fee_per_kwh          numeric not null default 0,
  negative_fee_per_kwh numeric,
  lowest_per_kwh       numeric,
  highest_per_kwh      numeric,
  includes_vat         boolean not null,
  settlement_minutes   smallint not null default 15,
  per_month            numeric not null default 0,
  constraint supply_contract_site_id_contract_id_pkey primary key (site_id, contract_id),
  constraint supply_contract_site_id_fkey foreign key (site_id) references ems.site (site_id) on delete cascade,
  constraint supply_contract_direction_check check (direction in ('buy', 'sell')),
  constraint supply_contract_validity_check check (not isempty(validity) and lower(validity) is not null),
  constraint supply_contract_pricing_check check (pricing in ('spot', 'fixed', 'time_of_use')),
  constraint supply_contract_price_per_kwh_check check ((pricing = 'spot') = (price_per_kwh is null)),
  constraint supply_contract_low_price_per_kwh_check check ((pricing = 'time_of_use') = (low_price_per_kwh is not null and window_code is not null)),
  constraint supply_contract_lowest_per_kwh_check check (lowest_per_kwh <= highest_per_kwh),
  constraint supply_contract_settlement_minutes_check check (settlement_minutes in (15, 60)),
  constraint supply_contract_overlap_excl exclude using gist (site_id with =, direction with =, validity with &&)
);
comment on table ems.supply_contract is 'What the supplier takes for a bought kWh and gives for a sold one. One contract a direction at a time.';
comment on column ems.supply_contract.site_id is 'House.';
comment on column ems.supply_contract.contract_id is 'Key.';
comment on column ems.supply_contract.direction is 'buy or sell.';
comment on column ems.supply_contract.validity is 'Local days.';
comment on column ems.supply_contract.supplier is 'Name.';
comment on column ems.supply_contract.pricing is 'spot: spot × spot_factor + fee; fixed: price_per_kwh; time_of_use: low_price_per_kwh in NT, else price_per_kwh.';
comment on column ems.supply_contract.price_per_kwh is 'Fixed price, or that of the high band, site currency/kWh.';
comment on column ems.supply_contract.low_price_per_kwh is 'Price of the low band, site currency/kWh.';
comment on column ems.supply_contract.window_code is 'Windows of a time-of-use price.';
comment on column ems.supply_contract.spot_factor is 'Share of the spot price; 1.05 is a fee of 5 percent, 0.75 a purchase at three quarters.';
comment on column ems.supply_contract.fee_per_kwh is 'Added to the commodity, site currency/kWh; negative where a buyer of our energy keeps it.';
comment on column ems.supply_contract.negative_fee_per_kwh is 'Instead of fee_per_kwh while the spot price is below zero.';
comment on column ems.supply_contract.lowest_per_kwh is 'The commodity with its fee is not paid lower than this.';
comment on column ems.supply_contract.highest_per_kwh is 'Nor higher than this.';
comment on column ems.supply_contract.includes_vat is 'Whether the contract''s figures contain VAT; never for a household''s sale.';
comment on column ems.supply_contract.settlement_minutes is '15: each quarter-hour at its own spot price; 60: at the mean of its hour.';
comment on column ems.supply_contract.per_month is 'Standing fee per month.';
