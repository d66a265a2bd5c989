"""Queries typed with accents that mean what queries without them mean, so that the two can be compared."""
import collections
import unicodedata


def folded(text):
    """A text without its accents, as the index folds it."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def spellings(queries, texts):
    """For each query without accents the words that stand in the texts most often and fold to it; None where none do.

    `texts` are normalised: their words stand between single spaces.
    """
    wanted = {tuple(query.split()) for query in queries}
    lengths = sorted({len(words) for words in wanted})
    first_words = {words[0] for words in wanted}
    forms = {}
    counts = collections.defaultdict(collections.Counter)
    for text in texts:
        words = text.split(" ")
        bare = [forms.get(word) or forms.setdefault(word, folded(word)) for word in words]
        for place, word in enumerate(bare):
            if word not in first_words:
                continue
            for length in lengths:
                key = tuple(bare[place:place + length])
                if key in wanted:
                    counts[key][" ".join(words[place:place + length])] += 1
    best = []
    for query in queries:
        # The count first, then the letters, so that every run makes the same choice.
        found = counts.get(tuple(query.split()))
        best.append(max(found.items(), key=lambda item: (item[1], item[0]))[0] if found else None)
    return best
