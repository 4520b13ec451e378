"""Read the files of data/places (元ファイルを読む): repair what can be repaired, refuse what cannot, report both."""
