"""Counts of tours over organizations that share their figures: numbers only, never an id."""

from typing import Final

# A party counts for the date that it was given, otherwise where one of its wishes is among the dates.
COUNTS: Final = """
CREATE OR REPLACE FUNCTION tours_counts(first date, last date)
RETURNS TABLE(organization bigint, dates bigint, capacity bigint, applications bigint, persons bigint, parties bigint,
  took_part bigint, person_nights bigint) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH
  readable AS (SELECT unnest(string_to_array(current_setting('kayoi.readable'), ',')::bigint[]) AS id),
  shown AS (
    SELECT id, organization_id, tour_id, key, capacity, ends_on - starts_on AS nights FROM tours_tourdate
    WHERE organization_id IN (SELECT id FROM readable) AND starts_on BETWEEN first AND last
      AND status NOT IN ('draft', 'cancelled')),
  asked AS (
    SELECT party.id, party.organization_id, party.persons, party.status, party.date_id FROM tours_party party
    WHERE party.date_id IN (SELECT id FROM shown) OR party.date_id IS NULL AND EXISTS (
      SELECT 1 FROM shown WHERE shown.tour_id = party.tour_id AND shown.key = ANY (party.wishes))),
  came AS (
    SELECT asked.organization_id, coalesce(there.persons, asked.persons) AS persons,
      coalesce(there.nights, shown.nights) AS nights
    FROM asked JOIN shown ON shown.id = asked.date_id
    LEFT JOIN tours_attendance there ON there.party_id = asked.id AND there.taken_back_at IS NULL
    WHERE asked.status = 'attended')
  SELECT readable.id, (SELECT count(*) FROM shown WHERE organization_id = readable.id),
    (SELECT coalesce(sum(capacity), 0) FROM shown WHERE organization_id = readable.id),
    (SELECT count(*) FROM asked WHERE organization_id = readable.id),
    (SELECT coalesce(sum(persons), 0) FROM asked WHERE organization_id = readable.id),
    (SELECT count(*) FROM came WHERE organization_id = readable.id),
    (SELECT coalesce(sum(persons), 0) FROM came WHERE organization_id = readable.id),
    (SELECT coalesce(sum(persons * nights), 0) FROM came WHERE organization_id = readable.id)
  FROM readable $$
"""
