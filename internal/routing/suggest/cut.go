package suggest

import (
	"strings"

	"mahalle/internal/platform/i18n"
)

// A text is cut into features, and each feature falls into one of many buckets
// by its hash. The first half of the buckets is for words, the second for runs
// of letters.
const (
	bucketBits = 21
	buckets    = 1 << bucketBits
	letterHalf = buckets / 2
)

const (
	shortestRun, longestRun = 2, 5
	mostWords               = 400 // how much of a story is read
	mostLetters             = 40  // of one word
)

// plain folds a text and leaves its words, one space between. It is what the
// model reads; numbers keep their length only.
func plain(text string) string {
	if len(text) > 16*mostWords {
		text = strings.ToValidUTF8(text[:16*mostWords], "")
	}
	words := i18n.Words(text)
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0'
		}
		return r
	}, strings.Join(words[:min(len(words), mostWords)], " "))
}

// reading is a way to cut a plain text into features. It tells each to see, as
// often as it occurs.
type reading func(plain string, see func(bucket uint32))

// wordsAndLetters is how the model reads.
func wordsAndLetters(plain string, see func(bucket uint32)) {
	before := uint32(0)
	for plain != "" {
		word, rest, _ := strings.Cut(plain, " ")
		before = wordAndPair(before, word, see)
		letters(word, see)
		plain = rest
	}
}

// wordsOnly is how the baseline reads.
func wordsOnly(plain string, see func(bucket uint32)) {
	before := uint32(0)
	for plain != "" {
		word, rest, _ := strings.Cut(plain, " ")
		before = wordAndPair(before, word, see)
		plain = rest
	}
}

// wordAndPair tells a word, and the pair it makes with the one before.
func wordAndPair(before uint32, word string, see func(bucket uint32)) uint32 {
	h := hash(word)
	see(bucket(h, 0))
	if before != 0 {
		see(bucket(mix(before, h), 0))
	}
	return h
}

// letters tells the runs of letters of a word, its two ends marked.
func letters(word string, see func(bucket uint32)) {
	var starts [mostLetters + 3]int // where each letter of " word " begins; the last: where it ends
	n := 1
	for i := range word {
		if n == mostLetters {
			word = word[:i]
			break
		}
		starts[n] = i + 1
		n++
	}
	starts[n], starts[n+1] = len(word)+1, len(word)+2
	n++
	for from := range n {
		h := basis
		for to := from; to < min(from+longestRun, n); to++ {
			for at := starts[to]; at < starts[to+1]; at++ {
				c := byte(' ')
				if at > 0 && at <= len(word) {
					c = word[at-1]
				}
				h = (h ^ uint32(c)) * prime
			}
			if to-from+1 >= shortestRun {
				see(bucket(h, letterHalf))
			}
		}
	}
}

// FNV-1a, finished by a good stirring because only some of its bits are kept.
const basis, prime uint32 = 2166136261, 16777619

func hash(s string) uint32 {
	h := basis
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * prime
	}
	return h
}

func mix(a, b uint32) uint32 { return (a*prime ^ b) * prime }

func bucket(h, half uint32) uint32 {
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	h ^= h >> 16
	return h&(letterHalf-1) | half
}
