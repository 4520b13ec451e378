"""Recompute a selection (選考・抽選) from what was published. Needs Python 3.9 or newer; 0 if all is right.

python verify_selection.py PUBLISHED.json [EARLIER.json]  anybody: seals, seed, order, and what was saved before
python verify_selection.py PUBLISHED.json RECEIPT.json    an applicant: is my line in the list, as I gave it?
python verify_selection.py PUBLISHED.json LIST.json       an auditor with the office's list: the whole result
"""

import hashlib
import hmac
import json
import sys
from pathlib import Path


def sha(data):
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode("utf-8")).hexdigest()


def text(data):
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def of_public(published):
    """Return what everybody can see for themselves, and whether it holds."""
    numbers, order, terms = [number for number, _ in published["lines"]], published["order"], published["terms"]
    parts = [published[name] for name in ("format", "secret", "fingerprint", "public_number")]
    lists = [published[name] for name in ("placed", "reserve", "declined")]
    lots = {number: sha(f"{published['seed']}\n{number}") for number in numbers}
    declined = {event[1] for event in published["events"] if event[0] == "declined"}
    return {
        "the secret was sealed before the deadline": sha(bytes.fromhex(published["secret"])) == published["commitment"],
        "the fingerprint is that of terms and list": sha(text([terms, published["lines"]])) == published["fingerprint"],
        "the seed is that of secret, fingerprint and public number": sha("\n".join(parts)) == published["seed"],
        "the order holds every number once": sorted(order) == numbers and len(set(numbers)) == len(numbers),
        "the order is that of the lots": terms["method"] != "lottery" or order == sorted(numbers, key=lots.get),
        "the lists are in that order": all(one == kept(order, one) for one in lists),
        "every number has a place, waits or declined": sorted(lists[0] + lists[1] + lists[2]) == numbers,
        "those who declined are those of the events": set(published["declined"]) == declined,
    }


def kept(order, some):
    some = set(some)
    return [number for number in order if number in some]


def of_receipt(published, receipt):
    """Return whether the line of an applicant is in the list."""
    sealed = sha(bytes.fromhex(receipt["salt"]) + receipt["line"].encode("utf-8"))
    return {"the line is in the list": [json.loads(receipt["line"])[0], sealed] in published["lines"]}


def of_list(published, office):
    """Return whether the result follows from the office's list, which is not public: all is drawn again."""
    sealed = []
    for arrived, party in enumerate(office["parties"], 1):
        number = party["number"]
        rest = {"groups": sorted(set(party.get("groups", []))), "scores": party.get("scores", {})}
        line = text([number, arrived, party["size"], party["wishes"], rest])
        salt = hmac.new(bytes.fromhex(office["salt"]), number.encode("utf-8"), "sha256").digest()
        sealed.append([number, sha(salt + line.encode("utf-8"))])
    order = drawn_order(published, office["parties"])
    numbers, (placed, declined) = [party["number"] for party in order], replayed(published, order)
    return {
        "the office's list is the one that was sealed": sorted(sealed) == published["lines"],
        "its order is the published one": numbers == published["order"],
        "these numbers have a place": kept(numbers, placed) == published["placed"],
        "these wait in this order": kept(numbers, set(numbers) - set(placed) - declined) == published["reserve"],
    }


def drawn_order(published, parties):
    method, weights = published["terms"]["method"], published["terms"]["weights"]

    def turn(party):
        scores = party.get("scores", {}) if method == "points" else {}
        points = sum(weights[criterion] * score for criterion, score in scores.items())
        return -points, sha(f"{published['seed']}\n{party['number']}")

    return list(parties) if method == "first_come" else sorted(parties, key=turn)


class Places:
    """Who has which offer, and what is left."""

    def __init__(self, terms):
        self.quotas, self.counts = terms["quotas"], [0] * len(terms["quotas"])
        self.room = {offer["key"]: offer["capacity"] for offer in terms["offers"]}
        self.of = {}

    def mine(self, party):
        """Return the quotas a party counts to, with what is counted by now and what it adds."""
        return [
            (place, quota, self.counts[place], party["size"] if quota["unit"] == "persons" else 1)
            for place, quota in enumerate(self.quotas)
            if quota["group"] in party.get("groups", [])
        ]

    def move(self, party, wish, sign):
        self.room[wish] -= sign * party["size"]
        for place, _, _, more in self.mine(party):
            self.counts[place] += sign * more

    def give(self, party, minimums_only):
        mine = self.mine(party)
        if minimums_only and not any(count < quota["least"] for _, quota, count, _ in mine):
            return
        full = any(quota["most"] is not None and count + more > quota["most"] for _, quota, count, more in mine)
        fitting = [wish for wish in party["wishes"] if self.room[wish] >= party["size"] and not full]
        if fitting:
            self.of[party["number"]] = (party, fitting[0])
            self.move(party, fitting[0], 1)


def replayed(published, order):
    """Go through the events; after each, what is free is given in the order of the draw."""
    places, drawn = Places(published["terms"]), False
    gone = {event[1] for event in published["events"] if event[0] == "entered"}
    for kind, *what in published["events"]:
        if kind == "entered":
            gone.discard(what[0])
        elif kind == "declined":
            gone.add(what[0])
            if what[0] in places.of:
                places.move(*places.of.pop(what[0]), -1)
        elif kind == "added":
            places.room[what[0]] += what[1]
        drawn = drawn or kind == "drawn"
        for minimums_only in (True, False) if drawn else ():
            for party in order:
                if party["number"] not in places.of and party["number"] not in gone:
                    places.give(party, minimums_only)
    return places.of, gone


def main():
    published, *more = [json.loads(Path(path).read_text("utf-8")) for path in sys.argv[1:]]
    found = of_public(published)
    for file in more:
        if "commitment" in file:
            found["what was published earlier stands"] = all(published[name] == file[name] for name in file)
        else:
            found |= of_receipt(published, file) if "line" in file else of_list(published, file)
    sys.stdout.write("".join(f"{'right' if right else 'WRONG'}: {line}\n" for line, right in found.items()))
    return 0 if all(found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
