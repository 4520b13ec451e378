"""What takes long and is proven before a release: kills, the second wall alone, fuzz, races, restore."""
