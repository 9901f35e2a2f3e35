/* The inner loop of tm/match/block.py: which segments of a block resemble a query.

   It answers exactly as the NumPy path of block.py does, which serves where no compiler was at hand
   when the package was installed; the two are tested against each other.  Plain C11 without
   Python's headers, called through ctypes, so one build serves every version of Python. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define VERSION 2
#define WORD 64
#define LONGEST 512 /* units of a query; a longer one takes the NumPy path */
#define SLOTS 1024  /* of the table of a query's distinct units: twice LONGEST, a power of two */
#define WORDS (LONGEST / WORD)
#define FIRST_ROOM 4096
#define CODE_BITS 21
#define OCCURRENCE_BITS 20
#define AHEAD 16

typedef struct {
  const uint64_t *feature_keys;    /* sorted */
  const uint64_t *feature_offsets; /* into postings, one more than there are keys */
  const uint32_t *postings;        /* rows, ascending within a feature */
  const uint64_t *signatures;      /* one for each row */
  const uint32_t *lengths;         /* units of each row, ascending */
  const uint32_t *length_starts;   /* first row of each length, up to longest + 1 */
  const uint64_t *text_offsets;    /* bytes, one more than there are rows */
  const uint8_t *text;             /* rows as UTF-8, one code point a unit */
  uint32_t features;
  uint32_t longest;
} Block;

typedef struct {
  uint64_t start, count;
} Slice;

typedef struct {
  uint32_t code[SLOTS];
  uint16_t of[SLOTS]; /* 1 and more; 0 is an empty slot */
  uint64_t at[LONGEST + 1][WORDS];
  uint32_t length, words;
} Pattern;

uint32_t tm_version(void) { return VERSION; }

static uint32_t spread(uint32_t code) { return code * UINT32_C(2654435769); }

static const uint64_t *places(const Pattern *pattern, uint32_t code) {
  uint32_t slot = spread(code) >> 22;
  while (pattern->of[slot] && pattern->code[slot] != code) slot = (slot + 1) % SLOTS;
  return pattern->at[pattern->of[slot]];
}

static void prepare(Pattern *pattern, const uint32_t *codes, uint32_t length) {
  uint16_t distinct = 0;
  memset(pattern->of, 0, sizeof pattern->of);
  memset(pattern->at[0], 0, sizeof pattern->at[0]);
  pattern->length = length;
  pattern->words = length ? (length + WORD - 1) / WORD : 1;
  for (uint32_t i = 0; i < length; i++) {
    uint32_t slot = spread(codes[i]) >> 22;
    while (pattern->of[slot] && pattern->code[slot] != codes[i]) slot = (slot + 1) % SLOTS;
    if (!pattern->of[slot]) {
      pattern->of[slot] = ++distinct;
      pattern->code[slot] = codes[i];
      memset(pattern->at[distinct], 0, sizeof pattern->at[distinct]);
    }
    pattern->at[pattern->of[slot]][i / WORD] |= UINT64_C(1) << (i % WORD);
  }
}

static const uint8_t *decode(const uint8_t *at, uint32_t *code) {
  if (at[0] < 0x80) {
    *code = at[0];
    return at + 1;
  }
  if (at[0] < 0xE0) {
    *code = (uint32_t)(at[0] & 0x1F) << 6 | (at[1] & 0x3F);
    return at + 2;
  }
  if (at[0] < 0xF0) {
    *code = (uint32_t)(at[0] & 0x0F) << 12 | (uint32_t)(at[1] & 0x3F) << 6 | (at[2] & 0x3F);
    return at + 3;
  }
  *code = (uint32_t)(at[0] & 0x07) << 18 | (uint32_t)(at[1] & 0x3F) << 12 |
          (uint32_t)(at[2] & 0x3F) << 6 | (at[3] & 0x3F);
  return at + 4;
}

/* Levenshtein distance, or something above `most` (Myers 1999, in Hyyroe's form for distances
   between whole strings, 2003). */
static uint32_t distance(const Pattern *pattern, const uint8_t *text, uint32_t length,
                         uint32_t most) {
  uint64_t up[WORDS], down[WORDS];
  const uint32_t words = pattern->words;
  const uint64_t last = UINT64_C(1) << ((pattern->length - 1) % WORD);
  int64_t score = pattern->length;
  if (!pattern->length) return length;
  for (uint32_t word = 0; word < words; word++) up[word] = ~UINT64_C(0), down[word] = 0;
  for (uint32_t left = length; left; left--) {
    uint32_t code;
    text = decode(text, &code);
    const uint64_t *equal = places(pattern, code);
    int carry = 1;
    for (uint32_t word = 0; word < words; word++) {
      const uint64_t mark = word + 1 == words ? last : UINT64_C(1) << (WORD - 1);
      uint64_t eq = equal[word];
      const uint64_t vertical = eq | down[word];
      if (carry < 0) eq |= 1;
      const uint64_t across = (((eq & up[word]) + up[word]) ^ up[word]) | eq;
      uint64_t plus = down[word] | ~(across | up[word]);
      uint64_t minus = up[word] & across;
      const int next = (plus & mark) ? 1 : (minus & mark) ? -1 : 0;
      plus = plus << 1 | (carry > 0);
      minus = minus << 1 | (carry < 0);
      up[word] = minus | ~(vertical | plus);
      down[word] = plus & vertical;
      carry = next;
    }
    score += carry;
    if (score - (int64_t)(left - 1) > (int64_t)most) return most + 1;
  }
  return (uint32_t)score;
}

static uint64_t find(const Block *block, uint64_t key) {
  uint64_t low = 0, high = block->features;
  while (low < high) {
    const uint64_t middle = (low + high) / 2;
    if (block->feature_keys[middle] < key)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static int by_count(const void *a, const void *b) {
  const uint64_t x = ((const Slice *)a)->count, y = ((const Slice *)b)->count;
  return (x > y) - (x < y);
}

static int by_row(const void *a, const void *b) {
  const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

static uint64_t first_at_least(const uint32_t *rows, uint64_t low, uint64_t high, uint32_t row) {
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    if (rows[middle] < row)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

typedef struct {
  const Block *block;
  const Pattern *pattern;
  uint64_t signature;
  uint32_t unknown; /* units of the query that no segment has */
  uint32_t threshold;
} Query;

/* Whether the signatures leave room for the similarity: a bit that one alone has is an edit. */
static int possible(const Query *query, uint32_t row, uint32_t m) {
  const uint64_t theirs = query->block->signatures[row];
  const uint32_t n = query->pattern->length;
  const uint32_t longest = n > m ? n : m;
  const uint32_t here =
      (uint32_t)__builtin_popcountll(query->signature & ~theirs) + query->unknown + (longest - n);
  const uint32_t there =
      (uint32_t)__builtin_popcountll(theirs & ~query->signature) + (longest - m);
  const uint32_t edits = here > there ? here : there;
  return edits <= (uint64_t)(100 - query->threshold) * longest / 100;
}

/* The similarity in whole percent, or -1 below the threshold. */
static int similarity(const Query *query, uint32_t row) {
  const Block *block = query->block;
  const uint32_t n = query->pattern->length, m = block->lengths[row];
  const uint64_t longest = n > m ? n : m;
  const uint64_t most = (100 - query->threshold) * longest / 100;
  if (!longest) return 0 >= query->threshold ? 0 : -1;
  const uint64_t edits =
      distance(query->pattern, block->text + block->text_offsets[row], m, (uint32_t)most);
  return edits > most ? -1 : (int)((longest - edits) * 100 / longest);
}

/* Write the rows whose similarity to the query reaches the threshold (0 to 100), ascending and
   each once, with the similarity in percent; return how many there are.  Where that is more than
   `room`, what was written is to be thrown away and asked for again with more room.
   Every row wanted has at least `overlap` features of the query; with an overlap of 0 every row of
   a fitting length is looked at.  `pairs` says that features are pairs of units.
   Returns -1 when memory runs out. */
int64_t tm_similar(const Block *block, const uint32_t *codes, uint32_t length,
                   uint32_t pairs, uint32_t overlap, uint32_t unknown_code, uint32_t threshold,
                   uint32_t *rows, uint8_t *percents, uint64_t room) {
  const uint32_t feature_count = pairs ? (length ? length - 1 : 0) : length;
  Pattern *pattern = malloc(sizeof *pattern);
  Slice *slices = malloc((feature_count + 1) * sizeof *slices);
  uint32_t *candidates = NULL;
  uint64_t found = 0, kept = 0, capacity = 0;
  int64_t result = -1;
  if (!pattern || !slices) goto done;
  prepare(pattern, codes, length);
  Query query = {block, pattern, 0, 0, threshold};
  for (uint32_t i = 0; i < length; i++) {
    if (codes[i] == unknown_code)
      query.unknown++;
    else
      query.signature |= UINT64_C(1) << (spread(codes[i]) >> 26);
  }
  const uint64_t least = ((uint64_t)threshold * length + 99) / 100;
  uint64_t most = threshold ? (uint64_t)length * 100 / threshold : block->longest;
  if (most > block->longest) most = block->longest;
  result = 0;
  if (least > most) goto done;
  const uint32_t first = block->length_starts[least], end = block->length_starts[most + 1];

  if (!overlap) {
    for (uint32_t row = first; row < end; row++) {
      if (!possible(&query, row, block->lengths[row])) continue;
      const int percent = similarity(&query, row);
      if (percent < 0) continue;
      if (found < room) rows[found] = row, percents[found] = (uint8_t)percent;
      found++;
    }
    result = (int64_t)found;
    goto done;
  }

  /* Who has `overlap` of the features has `shared` of the rarest, however the rest fall.  In long
     segments nearly every bit of a signature is set, so there more is asked for. */
  uint32_t shared = length > 40 ? 1 + (length - 24) / 16 : 1;
  if (shared > overlap) shared = overlap;
  for (uint32_t i = 0; i < feature_count; i++) {
    uint64_t occurrence = 0;
    for (uint32_t j = 0; j < i; j++)
      occurrence += codes[j] == codes[i] && (!pairs || codes[j + 1] == codes[i + 1]);
    const uint64_t unit = pairs ? (uint64_t)codes[i] << CODE_BITS | codes[i + 1] : codes[i];
    const uint64_t feature = unit << OCCURRENCE_BITS | occurrence;
    const uint64_t at = find(block, feature);
    slices[i] = (Slice){0, 0};
    if (at < block->features && block->feature_keys[at] == feature)
      slices[i] = (Slice){block->feature_offsets[at],
                          block->feature_offsets[at + 1] - block->feature_offsets[at]};
  }
  qsort(slices, feature_count, sizeof *slices, by_count);
  for (uint32_t i = 0; i + overlap < feature_count + shared; i++) {
    uint64_t at = slices[i].start;
    const uint64_t stop = at + slices[i].count;
    uint32_t m = (uint32_t)least;
    for (at = first_at_least(block->postings, at, stop, first); at < stop; at++) {
      const uint32_t row = block->postings[at];
      if (row >= end) break;
      /* The signatures lie all over memory: asking for them early halves the time and more. */
      if (at + AHEAD < stop) __builtin_prefetch(block->signatures + block->postings[at + AHEAD]);
      while (row >= block->length_starts[m + 1]) m++;
      if (!possible(&query, row, m)) continue;
      if (kept == capacity) {
        capacity = capacity ? capacity * 2 : FIRST_ROOM;
        uint32_t *larger = realloc(candidates, capacity * sizeof *candidates);
        if (!larger) {
          result = -1;
          goto done;
        }
        candidates = larger;
      }
      candidates[kept++] = row;
    }
  }
  if (kept) qsort(candidates, kept, sizeof *candidates, by_row);
  for (uint64_t i = 0; i < kept; i++) {
    if (i + shared > kept) break;
    if (candidates[i + shared - 1] != candidates[i]) continue;
    if (i && candidates[i] == candidates[i - 1]) continue;
    const int percent = similarity(&query, candidates[i]);
    if (percent < 0) continue;
    if (found < room) rows[found] = candidates[i], percents[found] = (uint8_t)percent;
    found++;
  }
  result = (int64_t)found;
done:
  free(candidates);
  free(slices);
  free(pattern);
  return result;
}
